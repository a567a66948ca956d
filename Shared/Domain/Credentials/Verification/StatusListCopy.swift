public import JSON

/// A status list as a verification has it at hand.
public struct StatusListCopy: Sendable {
    /// What is there of the list.
    enum Content: Sendable {
        /// The list as it was fetched.
        case fetched(JSON)
        /// Bits whose origin the caller answers for.
        case known(KnownStatusList)
    }

    let content: Content
    /// When the copy was taken.
    public let takenAt: DateTimeStamp

    /// A list as it was fetched, and when. Of a kind that is signed, proof and form are judged with each credential. A `RevocationList` is
    /// not signed: by handing it in the caller says that it came from its address.
    public init(document: JSON, takenAt: DateTimeStamp) {
        self.content = .fetched(document)
        self.takenAt = takenAt
    }

    /// A list that needs no judging, and when it was current: it came in the suite's own catalogue, or its proof was verified before.
    public init(known list: KnownStatusList, takenAt: DateTimeStamp) {
        self.content = .known(list)
        self.takenAt = takenAt
    }
}

/// The bits of a list and whose they are.
public struct KnownStatusList: Sendable {
    /// The list's URL.
    public let id: String
    /// Whose list it is.
    public let issuer: String
    /// What a set bit means.
    public let purpose: String
    /// The bits.
    public let bits: BitstringStatusList

    /// A list from its parts.
    public init(id: String, issuer: String, purpose: String, bits: BitstringStatusList) {
        self.id = id
        self.issuer = issuer
        self.purpose = purpose
        self.bits = bits
    }

    /// The status that the list gives an entry.
    func status(of entry: StatusEntry) throws(StatusListError) -> Int {
        guard entry.list == self.id else { throw .verification("the list is another one than the entry names") }
        guard entry.standard == .bitstring else { throw .verification("the list is of another standard than the entry") }
        guard entry.purpose == self.purpose else { throw .verification("the list is not one for \(entry.purpose)") }
        guard entry.size == self.bits.statusSize else { throw .verification("the list has entries of another size") }
        return try self.bits.status(at: entry.index)
    }
}
