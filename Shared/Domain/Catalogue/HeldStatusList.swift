public import Credentials
public import Events
public import Observability

/// A status list of the catalogue, as a projection of it holds it.
public struct HeldStatusList: Sendable {
    /// Where documents say that it lies.
    public let url: String
    /// Whose list it is, by the identifier in signed documents.
    public let issuer: String
    /// What its entries say.
    public let purpose: String
    /// The entries.
    public let bits: StatusBits
    /// What the issuer said at this moment is held.
    public let updatedAt: WallTime
    /// Whether a newer state of it or its issuer has come that could not be applied: this one is then of no later moment than its own.
    public let isOutrun: Bool

    /// A list from its parts.
    public init(url: String, issuer: String, purpose: String, bits: StatusBits, updatedAt: WallTime, isOutrun: Bool) {
        self.url = url
        self.issuer = issuer
        self.purpose = purpose
        self.bits = bits
        self.updatedAt = updatedAt
        self.isOutrun = isOutrun
    }

    /// The copy that a verdict is made from. It shows what was the case when the catalogue was last read to its end.
    public func copy(catalogueReadAt: WallTime?) -> StatusListCopy {
        let takenAt = self.isOutrun ? self.updatedAt : catalogueReadAt ?? self.updatedAt
        let list = KnownStatusList(id: self.url, issuer: self.issuer, purpose: self.purpose, bits: BitstringStatusList(self.bits))
        return StatusListCopy(known: list, takenAt: DateTimeStamp(takenAt))
    }
}

extension BitstringStatusList {
    /// The same entries. Mostly nothing is set, and whole bytes are passed over.
    fileprivate init(_ bits: StatusBits) {
        self.init(entries: StatusBits.entries)
        for (place, byte) in bits.bytes.enumerated() where byte != 0 {
            for entry in (place * 8)..<(place * 8 + 8) where bits[entry] {
                do throws(StatusListError) {
                    try self.set(1, at: entry)
                } catch {
                    preconditionFailure("both lists have the same entries")
                }
            }
        }
    }
}
