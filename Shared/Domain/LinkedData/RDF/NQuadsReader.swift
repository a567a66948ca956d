extension RDFDataset {
    /// Reads N-Quads 1.1, strictly. With `generalized`, a predicate may be a blank node.
    public init(nquads bytes: Span<UInt8>, limits: RDFLimits = .standard, generalized: Bool = false) throws(NQuadsError) {
        self.init(limits: limits)
        try self.insert(nquads: bytes, generalized: generalized)
    }

    /// Reads N-Quads 1.1, strictly. With `generalized`, a predicate may be a blank node.
    public init(nquads bytes: [UInt8], limits: RDFLimits = .standard, generalized: Bool = false) throws(NQuadsError) {
        try self.init(nquads: bytes.span, limits: limits, generalized: generalized)
    }

    /// Takes in the quads of a text. Its blank nodes are those of this dataset with the same labels. After an error the dataset holds what
    /// was read before it.
    public mutating func insert(nquads bytes: Span<UInt8>, generalized: Bool = false) throws(NQuadsError) {
        do throws(NQuadsFailure) {
            guard bytes.count <= self.limits.maxBytes else {
                throw NQuadsFailure(.limit(.tooManyBytes(limit: self.limits.maxBytes)), self.limits.maxBytes)
            }
            if let offset = Self.invalidUTF8(in: bytes) { throw NQuadsFailure(.invalidUTF8, offset) }
            var reader = NQuadsReader(generalized: generalized)
            var at = 0
            while try reader.skipToStatement(bytes, &at) { try reader.readStatement(bytes, &at, into: &self) }
        } catch {
            throw NQuadsError(error, in: bytes)
        }
    }

    private static func invalidUTF8(in bytes: Span<UInt8>) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}

/// Statements and what lies between them. Every function reads from `at` on and leaves it behind what it has read.
private struct NQuadsReader {
    let generalized: Bool
    private var terms = NQuadsTermReader()

    init(generalized: Bool) {
        self.generalized = generalized
    }

    /// Whether there is another statement; moves to it, over empty lines and comments.
    func skipToStatement(_ bytes: Span<UInt8>, _ at: inout Int) throws(NQuadsFailure) -> Bool {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
            case UInt8(ascii: "#"): Self.skipComment(bytes, &at)
            default: return true
            }
        }
        return false
    }

    mutating func readStatement(_ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset) throws(NQuadsFailure) {
        let start = at
        let subject = try self.terms.read(.subject, bytes, &at, into: &dataset)
        Self.skipSpace(bytes, &at)
        let predicate = try self.terms.read(self.generalized ? .generalizedPredicate : .predicate, bytes, &at, into: &dataset)
        Self.skipSpace(bytes, &at)
        let object = try self.terms.read(.object, bytes, &at, into: &dataset)
        Self.skipSpace(bytes, &at)
        var graph = RDFTermID.defaultGraph
        if at >= bytes.count || bytes[at] != UInt8(ascii: ".") {
            graph = try self.terms.read(.graph, bytes, &at, into: &dataset)
            Self.skipSpace(bytes, &at)
        }
        try Self.skipEnd(bytes, &at)
        do {
            try dataset.insert(RDFQuad(subject, predicate, object, in: graph))
        } catch {
            throw NQuadsFailure(.limit(error), start)
        }
    }

    /// The full stop, and nothing but a comment behind it in the same line.
    private static func skipEnd(_ bytes: Span<UInt8>, _ at: inout Int) throws(NQuadsFailure) {
        guard at < bytes.count else { throw NQuadsFailure(.unexpectedEnd(expected: "the full stop of a statement"), at) }
        guard bytes[at] == UInt8(ascii: ".") else { throw NQuadsFailure(.unexpected(expected: "the full stop of a statement"), at) }
        at += 1
        Self.skipSpace(bytes, &at)
        guard at < bytes.count else { return }
        switch bytes[at] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
        case UInt8(ascii: "#"): Self.skipComment(bytes, &at)
        default: throw NQuadsFailure(.unexpected(expected: "the end of the line"), at)
        }
    }

    private static func skipSpace(_ bytes: Span<UInt8>, _ at: inout Int) {
        while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
    }

    private static func skipComment(_ bytes: Span<UInt8>, _ at: inout Int) {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n"), bytes[at] != UInt8(ascii: "\r") { at += 1 }
    }
}
