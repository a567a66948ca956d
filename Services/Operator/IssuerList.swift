import Credentials
import JSON

/// A list of issuers that count, as a file of one's own:
/// `{"name": "State list", "issuers": [{"id": "did:key:z6Mk...", "name": "Example College", "removed": "2026-11-01T00:00:00Z"}]}`
struct IssuerList: JSONDecodable, Equatable {
    /// The most bytes of such a file.
    static let bytesLimit = 16 << 20

    /// One issuer of the list.
    struct Issuer: JSONDecodable, Equatable {
        let id: String
        let name: String?
        let removed: DateTimeStamp?

        init(from json: JSONView) throws(JSONDecodingError) {
            let reader = try JSONReader(json, requiring: "id")
            self.id = try reader.required("id")
            self.name = try reader.optional("name")
            self.removed = try reader.member("removed").map { view throws(JSONDecodingError) in
                guard let time = view.string.flatMap(DateTimeStamp.init) else {
                    throw view.mismatch(expected: "a time such as 2026-11-25T12:00:00Z")
                }
                return time
            }
            try reader.finish()
        }
    }

    let name: String
    let issuers: [Issuer]

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "name", "issuers")
        self.name = try reader.required("name")
        self.issuers = try reader.required("issuers")
        try reader.finish()
    }

    /// Reads a list from the bytes of its file.
    static func read(_ bytes: [UInt8]) throws -> IssuerList {
        let list = try JSONDocument(parsing: bytes, limits: JSONLimits(maxBytes: Self.bytesLimit)).decode(IssuerList.self)
        var seen: Set<String> = []
        for (index, issuer) in list.issuers.enumerated() where !seen.insert(issuer.id).inserted { throw IssuerTwice(index: index) }
        return list
    }

    /// The list as a judgement takes it.
    var trustList: TrustList {
        let entries = self.issuers.map { ($0.id, TrustList.Entry(name: $0.name, removedAt: $0.removed)) }
        return TrustList(name: self.name, issuers: Dictionary(entries) { first, _ in first })
    }

    /// The name that an issuer is listed under.
    func name(of id: String) -> String? { self.issuers.first { $0.id == id }?.name }
}

/// Two entries of a list of issuers are about one issuer, so that it would say two things.
struct IssuerTwice: Error, CustomStringConvertible {
    /// The place of the second one.
    let index: Int

    var description: String { "/issuers/\(self.index) has the id of an issuer before it; keep one of the two" }
}
