/// What the wallet's use cases refuse, by their own names; routes give them public ones.
enum WalletError: Error, Sendable, Equatable {
    /// The learner holds no such item, or not all of several.
    case unknownItem
    /// She has given no such consent.
    case unknownConsent
    /// A consent for this employer and purpose stands already.
    case alreadyGranted
    /// It was withdrawn, or has ended.
    case consentOver
    /// She has made no such link.
    case unknownLink
    /// It should end in the future, and within so many days.
    case endOutOfRange(days: Int)
    /// She has as many links as one may have at a time.
    case tooManyLinks
}
