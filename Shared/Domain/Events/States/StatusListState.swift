public import CloudEvents
public import JSON

/// The status of all credentials that point into one list, bit by bit.
public struct StatusListState: AggregateState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case updated }

    /// What a bit that is set means.
    public enum Purpose: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case revocation, suspension }

    /// Its id.
    public let list: StatusListID
    /// The college it belongs to.
    public let college: CollegeID
    /// Who signs it.
    public let issuer: IssuerID
    /// What a bit means.
    public let purpose: Purpose
    /// The URL that credentials name it by.
    public let url: String
    /// Whether every entry is taken, so that another list has followed.
    public let isFull: Bool
    /// The entries.
    public let bits: StatusBits

    /// A state from its parts.
    public init(list: StatusListID, college: CollegeID, issuer: IssuerID, purpose: Purpose, url: String, isFull: Bool, bits: StatusBits) {
        self.list = list
        self.college = college
        self.issuer = issuer
        self.purpose = purpose
        self.url = url
        self.isFull = isFull
        self.bits = bits
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "list", "college", "issuer", "purpose", "url", "isFull", "bits")
        self.list = try body.required("list")
        self.college = try body.required("college")
        self.issuer = try body.required("issuer")
        self.purpose = try body.required("purpose")
        self.url = try body.required("url")
        self.isFull = try body.required("isFull")
        self.bits = try body.required("bits")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "list": self.list.json, "college": self.college.json, "issuer": self.issuer.json, "purpose": self.purpose.json,
            "url": self.url.json, "isFull": self.isFull.json, "bits": self.bits.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .catalogue }
    /// `statuslist`
    public static var noun: String { "statuslist" }
    /// Its id.
    public var subject: UUIDValue { self.list.value }
}
