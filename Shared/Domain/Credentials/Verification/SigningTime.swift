import JSON

/// When a proof was made, as far as that can be known.
///
/// `created` is its maker's word. It is believed as long as only the key's owner can have made the proof: against the time at which the key
/// came into use and the time at which it was retired. What was signed before a retirement holds for ever.
///
/// A stolen key has another maker, who writes any date he likes. Once a key is reported, `created` counts only against its maker: a date from
/// the report on fails. An earlier one holds when somebody else saw the credential before the report; without such a witness it is "could
/// not check". No other date of the document helps, since the thief writes those, too.
struct SigningTime {
    /// By the word of the maker.
    let created: DateTimeStamp?
    /// When somebody else had the document at the latest.
    let seenAt: DateTimeStamp?

    /// Whether the key was in use. A key that is only known to have been in use from a time on, or until a time, needs a date.
    func isInUse(_ method: VerificationMethod) -> Outcome {
        guard method.validFrom != nil || method.expires != nil else { return .passed }
        guard let created else { return .notChecked(Reason(.noSigningTime)) }
        if let start = method.validFrom, created < start {
            return .failed(Reason(.keyNotYet, ["date": .string(start.description)]))
        }
        if let end = method.expires, created >= end { return .failed(Reason(.keyRetired, ["date": .string(end.description)])) }
        return .passed
    }

    /// Whether the key was still its owner's alone.
    func isSafe(_ method: VerificationMethod) -> Outcome {
        guard let reported = method.revoked else { return .passed }
        let facts: JSONObject = ["date": .string(reported.description)]
        if let created, created >= reported { return .failed(Reason(.keyCompromised, facts)) }
        if let seenAt, seenAt < reported { return .passed }
        return created == nil ? .failed(Reason(.keyCompromised, facts)) : .notChecked(Reason(.unwitnessed, facts))
    }
}
