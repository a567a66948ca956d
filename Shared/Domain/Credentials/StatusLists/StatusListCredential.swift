public import JSON

/// A status list as its issuer signs and publishes it (Bitstring Status List 1.0 §2.2).
public struct StatusListCredential: Sendable, Equatable {
    /// Which standard it is of.
    public let standard: StatusEntry.Standard
    /// Its URL.
    public let id: String
    /// Who signs it.
    public let issuer: String
    /// What its bits mean.
    public let purposes: [String]
    /// From when on it counts.
    public let validFrom: DateTimeStamp?
    /// Until when it counts.
    public let validUntil: DateTimeStamp?
    /// How many milliseconds a copy may be used.
    public let timeToLive: Int?
    /// The packed list.
    public let encodedList: String

    /// A list to be signed.
    public init(
        id: String, issuer: String, purpose: String, list: BitstringStatusList, validFrom: DateTimeStamp,
        validUntil: DateTimeStamp? = nil, timeToLive: Int? = nil
    ) {
        self.standard = .bitstring
        self.id = id
        self.issuer = issuer
        self.purposes = [purpose]
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.timeToLive = timeToLive
        self.encodedList = list.encoded
    }

    /// Reads a list, also one of StatusList2021, whose dates may be named as in version 1.1; its proof is judged apart from this.
    public init(_ json: JSON) throws(StatusListError) {
        let types = Self.texts(json["type"]) ?? []
        guard let id = json["id"]?.string, let issuer = json["issuer"]?.string ?? json["issuer"]?["id"]?.string,
            let standard = Self.standards.first(where: { types.contains($0.credential) })
        else { throw .verification("the list is no BitstringStatusListCredential with id and issuer") }
        guard let subject = json["credentialSubject"], Self.texts(subject["type"])?.contains(standard.subject) == true else {
            throw .malformedValue("the list's subject is no \(standard.subject)")
        }
        guard let purposes = Self.texts(subject["statusPurpose"]), !purposes.isEmpty else {
            throw .malformedValue("the list's statusPurpose is one or more texts")
        }
        guard let encoded = subject["encodedList"]?.string else { throw .malformedValue("the list has no encodedList") }
        let isOlder = standard.standard == .statusList2021
        self.standard = standard.standard
        self.id = id
        self.issuer = issuer
        self.purposes = purposes
        self.validFrom = try Self.moment(json["validFrom"] ?? (isOlder ? json["issuanceDate"] : nil))
        self.validUntil = try Self.moment(json["validUntil"] ?? (isOlder ? json["expirationDate"] : nil))
        self.timeToLive = try Self.timeToLive(subject["ttl"])
        self.encodedList = encoded
    }

    /// The status that the list gives an entry (Bitstring Status List 1.0 §3.2, steps 5 to 11).
    public func status(of entry: StatusEntry) throws(StatusListError) -> Int {
        guard entry.list == self.id else { throw .verification("the list is another one than the entry names") }
        guard self.purposes.contains(entry.purpose) else { throw .verification("the list is not one for \(entry.purpose)") }
        switch (self.standard, entry.standard) {
        case (.bitstring, .bitstring):
            return try BitstringStatusList(encoded: self.encodedList, statusSize: entry.size).status(at: entry.index)
        case (.statusList2021, .statusList2021):
            return try BitstringStatusList(encoded2021: self.encodedList).status(at: entry.index)
        default: throw .verification("the list is of another standard than the entry")
        }
    }

    /// The credential without its proof, as it is issued.
    public var json: JSON {
        let subject = JSON.object(omittingNil: [
            "id": .string("\(self.id)#list"), "type": "BitstringStatusList",
            "statusPurpose": .oneOrMore(self.purposes.map { .string($0) }),
            "ttl": self.timeToLive.map { .number(JSONNumber($0)) }, "encodedList": .string(self.encodedList),
        ])
        return .object(omittingNil: [
            "@context": [.string(KnownContext.credentialsV2)], "id": .string(self.id),
            "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": .string(self.issuer),
            "validFrom": self.validFrom.map { .string($0.description) }, "validUntil": self.validUntil.map { .string($0.description) },
            "credentialSubject": subject,
        ])
    }

    private static let standards: [(standard: StatusEntry.Standard, credential: String, subject: String)] = [
        (.bitstring, "BitstringStatusListCredential", "BitstringStatusList"),
        (.statusList2021, "StatusList2021Credential", "StatusList2021"),
    ]

    private static func texts(_ json: JSON?) -> [String]? {
        guard let json else { return nil }
        let texts = (json.array ?? [json]).map(\.string)
        return texts.contains(nil) ? nil : texts.compactMap { $0 }
    }

    private static func moment(_ json: JSON?) throws(StatusListError) -> DateTimeStamp? {
        guard let json else { return nil }
        guard let moment = json.string.flatMap(DateTimeStamp.init) else { throw .malformedValue("a date of the list cannot be read") }
        return moment
    }

    private static func timeToLive(_ json: JSON?) throws(StatusListError) -> Int? {
        guard let json else { return nil }
        guard let value = json.int, value >= 0 else { throw .malformedValue("the list's ttl is a whole number of milliseconds") }
        return value
    }
}
