/// What the issuer's use cases refuse, by their own names; routes give them public ones.
enum IssuerError: Error, Sendable, Equatable {
    /// The college has not been opened here, or its keys are not made yet.
    case unknownCollege
    /// There is no such achievement at this college, or not this edition of it.
    case unknownAchievement
    /// The achievement is awarded no more.
    case retiredAchievement
    /// There is no such credential that this visitor may see.
    case unknownCredential
    /// The learner holds this achievement for that day already.
    case alreadyIssued
    /// The idempotency key was used with another body.
    case keyReused
    /// The key that signed is not the college's active one any more.
    case keyReplaced
    /// The credential is in a state in which this cannot be done.
    case wrongState(String)
    /// The credential would end before it begins.
    case endsBeforeItBegins
    /// The day has not come anywhere on earth.
    case notYetCompleted
    /// The college has no such campus.
    case unknownCampus
    /// The campus is none of those that the visitor works for.
    case otherCampus
    /// The college calls another achievement or campus by this code.
    case codeTaken
    /// The whole file was refused; the batch says so too.
    case fileRefused(BatchID, String)
    /// The batch was given up meanwhile.
    case batchGivenUp
    /// There is no such question about an award that this visitor may see.
    case unknownReview
    /// The question about an award was decided.
    case reviewDecided(String)
    /// There is no such batch that this visitor may see.
    case unknownBatch
    /// The college has as many campuses as it may have.
    case tooManyCampuses
    /// The sign-in link is none, or not one for this site and this moment.
    case ticketRefused(String)
    /// The sign-in link was used before.
    case ticketUsed
    /// Nobody at the college is known by this student number.
    case unknownStudent
    /// The document that would be signed breaks the standard.
    case malformedDocument(String)
    /// The configuration's master keys cannot be used.
    case badMasterKey(String)
}
