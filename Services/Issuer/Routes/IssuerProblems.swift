import Chassis
import HTTP
import JSON

extension Problem {
    /// What a refusal of the issuer's is called before the world.
    init(_ error: IssuerError) {
        switch error {
        case .unknownCollege:
            self.init(.serviceUnavailable, "college-not-open", "This college has no keys here yet.", headers: [.retryAfter: "5"])
        case .unknownAchievement:
            self.init(
                .unprocessableContent, "achievement-unknown", "Your college has no such achievement.",
                fields: [Field("/achievement", "No achievement of your college has this id and edition.")])
        case .retiredAchievement:
            self.init(
                .conflict, "achievement-retired", "This achievement is awarded no more.",
                fields: [Field("/achievement", "It has been retired.")])
        case .unknownCredential: self.init(.notFound, "not-found", "There is no such credential here.")
        case .alreadyIssued:
            self.init(.conflict, "already-issued", "This learner already holds this achievement for that day.")
        case .keyReused:
            self.init(.conflict, "idempotency-key-reused", "This Idempotency-Key came with another body before. Send a new key.")
        case .keyReplaced:
            self.init(.serviceUnavailable, "key-replaced", "The signing key is being changed; try again.", headers: [.retryAfter: "1"])
        case .wrongState(let state):
            self.init(.conflict, "state-conflict", "The credential is \(state), and from there this cannot be done.")
        case .endsBeforeItBegins:
            self.init(
                .unprocessableContent, "ends-before-it-begins", "The credential would end before it begins.",
                fields: [Field("/validUntil", "This should be a time after validFrom, which is now where none is named.")])
        case .notYetCompleted:
            self.init(
                .unprocessableContent, "not-yet-completed", "The day of completion has not come yet.",
                fields: [Field("/completedOn", "This should be the day on which it was completed.")])
        case .unknownCampus:
            self.init(
                .unprocessableContent, "campus-unknown", "Your college has no such campus.",
                fields: [Field("/campus", "No campus of your college has this id.")])
        case .otherCampus:
            self.init(
                .forbidden, "other-campus", "You work for other campuses than this one.",
                fields: [Field("/campus", "This should be one of your campuses.")])
        case .codeTaken:
            self.init(
                .conflict, "code-taken", "Your college calls something else by this code.", fields: [Field("/code", "Choose another code.")]
            )
        case .fileRefused(let id, let reason):
            self.init(.unprocessableContent, "file-refused", reason + ".", headers: [.location: "/issuer/api/v1/batches/\(id)"])
        case .batchGivenUp: self.init(.conflict, "batch-given-up", "The file came too slowly, and was given up. Send it again.")
        case .unknownBatch: self.init(.notFound, "not-found", "There is no such batch here.")
        case .unknownReview: self.init(.notFound, "not-found", "There is no such review here.")
        case .reviewDecided(let decision): self.init(.conflict, "review-decided", "This was decided before: \(decision).")
        case .tooManyCampuses: self.init(.conflict, "too-many-campuses", "A college has at most \(Campus.limit) campuses here.")
        case .ticketRefused(let reason):
            self.init(.forbidden, "ticket-refused", "This sign-in link is not taken: \(reason).")
        case .ticketUsed: self.init(.forbidden, "ticket-used", "This sign-in link was used before. Ask for a new one.")
        case .unknownStudent: self.init(.forbidden, "student-unknown", "Your college has awarded nothing to this student number yet.")
        case .malformedDocument, .badMasterKey:
            self.init(.internalServerError, "fault", "Something broke on our side. Tell support the trace.")
        }
    }
}

/// Runs a use case; its refusals come out as problems.
func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as IssuerError { throw Problem(error) }
}
