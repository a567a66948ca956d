/// Reads single terms of N-Quads into a dataset.
struct NQuadsTermReader {
    /// Where in a statement a term stands.
    enum Position {
        case subject, predicate, generalizedPredicate, object, graph

        fileprivate var expected: String {
            switch self {
            case .subject: "an IRI or a blank node as subject"
            case .predicate: "an IRI as predicate"
            case .generalizedPredicate: "an IRI or a blank node as predicate"
            case .object: "an IRI, a blank node or a literal as object"
            case .graph: "the full stop of a statement, or an IRI or a blank node as graph"
            }
        }
    }

    /// What texts with escapes stand for; kept, so that their memory is.
    private var iri: [UInt8] = []
    private var lexicalForm: [UInt8] = []

    mutating func read(
        _ position: Position, _ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset
    ) throws(NQuadsFailure) -> RDFTermID {
        guard at < bytes.count else { throw NQuadsFailure(.unexpectedEnd(expected: position.expected), at) }
        switch bytes[at] {
        case UInt8(ascii: "<"): return try self.readIRI(bytes, &at, into: &dataset)
        case UInt8(ascii: "_") where position != .predicate: return try self.readBlank(bytes, &at, into: &dataset)
        case UInt8(ascii: "\"") where position == .object: return try self.readLiteral(bytes, &at, into: &dataset)
        default: throw NQuadsFailure(.unexpected(expected: position.expected), at)
        }
    }

    private mutating func readIRI(_ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset) throws(NQuadsFailure) -> RDFTermID
    {
        let start = at
        let text = try QuotedText(of: .iri, bytes, &at, unescaped: &self.iri)
        let term: RDFTermID?
        do throws(RDFLimitError) {
            term = text.isEscaped ? try dataset.iri(self.iri.span) : try dataset.iri(bytes.extracting(text.content))
        } catch {
            throw NQuadsFailure(.limit(error), start)
        }
        guard let term else { throw NQuadsFailure(.invalidIRI, start) }
        return term
    }

    private func readBlank(_ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset) throws(NQuadsFailure) -> RDFTermID {
        guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: ":") else {
            throw NQuadsFailure(.unexpected(expected: "the colon of a blank node"), at + 1)
        }
        let start = at + 2
        at = BlankLabel.end(bytes, start)
        let term: RDFTermID?
        do throws(RDFLimitError) {
            term = try dataset.blank(bytes.extracting(start..<at))
        } catch {
            throw NQuadsFailure(.limit(error), start)
        }
        guard let term else { throw NQuadsFailure(.invalidLabel, start) }
        return term
    }

    private mutating func readLiteral(
        _ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset
    ) throws(NQuadsFailure) -> RDFTermID {
        let start = at
        let text = try QuotedText(of: .literal, bytes, &at, unescaped: &self.lexicalForm)
        if at < bytes.count, bytes[at] == UInt8(ascii: "@") {
            let tag = Self.languageTag(bytes, at + 1)
            at = tag.upperBound
            let term: RDFTermID?
            do throws(RDFLimitError) {
                let language = bytes.extracting(tag)
                term =
                    text.isEscaped
                    ? try dataset.literal(self.lexicalForm.span, language: language)
                    : try dataset.literal(bytes.extracting(text.content), language: language)
            } catch {
                throw NQuadsFailure(.limit(error), start)
            }
            guard let term else { throw NQuadsFailure(.invalidLanguageTag, tag.lowerBound) }
            return term
        }
        let datatype = try self.readDatatype(bytes, &at, into: &dataset)
        do throws(RDFLimitError) {
            return text.isEscaped
                ? try dataset.literal(self.lexicalForm.span, datatype: datatype)
                : try dataset.literal(bytes.extracting(text.content), datatype: datatype)
        } catch {
            throw NQuadsFailure(.limit(error), start)
        }
    }

    private mutating func readDatatype(
        _ bytes: Span<UInt8>, _ at: inout Int, into dataset: inout RDFDataset
    ) throws(NQuadsFailure) -> RDFTermID? {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "^") else { return nil }
        guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "^") else {
            throw NQuadsFailure(.unexpected(expected: "the second ^ before a datatype"), at + 1)
        }
        at += 2
        guard at < bytes.count, bytes[at] == UInt8(ascii: "<") else {
            throw NQuadsFailure(.unexpected(expected: "the IRI of a datatype"), at)
        }
        return try self.readIRI(bytes, &at, into: &dataset)
    }

    private static func languageTag(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                end += 1
            default: return start..<end
            }
        }
        return start..<end
    }
}
