import JSON

/// Holds the dates of a credential, and the end of its proof, against a moment.
struct DatesStep {
    let checks: [Check]

    init(_ document: JSON, proofExpires: DateTimeStamp?, at time: DateTimeStamp) {
        self.checks = [
            Check(.validFrom, Self.start(document["validFrom"], at: time), Self.facts(document["validFrom"])),
            Check(.validUntil, Self.end(document["validUntil"], proofExpires: proofExpires, at: time), Self.facts(document["validUntil"])),
        ]
    }

    /// The date as it stands in the credential; none when it has none.
    private static func facts(_ json: JSON?) -> JSONObject {
        json?.string.flatMap(DateTimeStamp.init).map { ["date": .string($0.description)] } ?? [:]
    }

    private static func start(_ json: JSON?, at time: DateTimeStamp) -> Outcome {
        guard let json else { return .notChecked(Reason(.noStartDate)) }
        guard let start = json.string.flatMap(DateTimeStamp.init) else { return .notChecked(Reason(.unreadableDate)) }
        return start <= time ? .passed : .failed(Reason(.notStarted, ["date": .string(start.description)]))
    }

    /// A credential counts until the very moment of its end, and not in it.
    private static func end(_ json: JSON?, proofExpires: DateTimeStamp?, at time: DateTimeStamp) -> Outcome {
        if let json {
            guard let end = json.string.flatMap(DateTimeStamp.init) else { return .notChecked(Reason(.unreadableDate)) }
            if end <= time { return .failed(Reason(.ended, ["date": .string(end.description)])) }
        }
        guard let proofExpires, proofExpires <= time else { return .passed }
        return .failed(Reason(.proofEnded, ["date": .string(proofExpires.description)]))
    }
}
