import Glibc

/// A set of quads over terms that are kept once each, as the bytes that canonical N-Quads has for them.
///
/// One dataset can serve for many documents: `removeAll` keeps the buffers, and with a mark also a vocabulary that all of them share.
/// Texts that come in are UTF-8; nothing here checks that again.
public struct RDFDataset: Sendable {
    /// What it takes at most.
    public let limits: RDFLimits
    /// All quads, each once, in the order in which they came.
    public private(set) var quads: [RDFQuad] = []

    /// IRIs and literals, as N-Quads.
    private(set) var terms = TermTable()
    /// The labels of blank nodes, without `_:`. A blank node without a label has an unnamed entry.
    private(set) var labels = TermTable()
    private var members = QuadSet()
    private var hasUnlabelledBlanks = false

    /// An empty dataset.
    public init(limits: RDFLimits = .standard) {
        self.limits = limits
    }

    /// The term for an IRI; nil when it is not absolute or holds what no IRI can hold, such as a space.
    public mutating func iri(_ iri: Span<UInt8>) throws(RDFLimitError) -> RDFTermID? {
        let start = self.terms.text.count
        guard TermWriter.append(iri: iri, to: &self.terms.text) else { return nil }
        return try self.intern(from: start)
    }

    /// The term for a literal with a datatype, which is an IRI of this dataset; nil stands for `xsd:string`.
    public mutating func literal(_ lexicalForm: Span<UInt8>, datatype: RDFTermID? = nil) throws(RDFLimitError) -> RDFTermID {
        let start = self.terms.text.count
        TermWriter.append(lexicalForm: lexicalForm, to: &self.terms.text)
        if let datatype, !self.isString(datatype) {
            self.terms.text.append(UInt8(ascii: "^"))
            self.terms.text.append(UInt8(ascii: "^"))
            let range = self.terms.range(of: datatype.termIndex)
            precondition(self.terms.text[range.lowerBound] == UInt8(ascii: "<"), "a datatype is an IRI")
            self.terms.appendAgain(range)
        }
        return try self.intern(from: start)
    }

    /// The term for a literal in a language, whose tag keeps the letters it has; nil when the tag is none.
    public mutating func literal(_ lexicalForm: Span<UInt8>, language: Span<UInt8>) throws(RDFLimitError) -> RDFTermID? {
        let start = self.terms.text.count
        TermWriter.append(lexicalForm: lexicalForm, to: &self.terms.text)
        guard TermWriter.append(language: language, to: &self.terms.text) else {
            self.terms.text.removeLast(self.terms.text.count - start)
            return nil
        }
        return try self.intern(from: start)
    }

    /// A new blank node without a label.
    public mutating func blank() -> RDFTermID {
        self.hasUnlabelledBlanks = true
        return RDFTermID(blank: self.labels.appendUnnamed())
    }

    /// The blank node with a label, which is written without `_:`; nil when N-Quads cannot write the label.
    public mutating func blank(_ label: Span<UInt8>) throws(RDFLimitError) -> RDFTermID? {
        guard BlankLabel.isValid(label) else { return nil }
        guard label.count <= self.limits.maxTermBytes else { throw .termTooLong(limit: self.limits.maxTermBytes) }
        let start = self.labels.text.count
        label.withUnsafeBufferPointer { self.labels.text.append(contentsOf: $0) }
        guard self.textCount <= self.limits.maxBytes else {
            self.labels.text.removeLast(label.count)
            throw .tooManyBytes(limit: self.limits.maxBytes)
        }
        return RDFTermID(blank: self.labels.intern(from: start))
    }

    /// Takes a quad in, unless it is there already; says whether it was new.
    @discardableResult
    public mutating func insert(_ quad: RDFQuad) throws(RDFLimitError) -> Bool {
        guard self.members.insert(quad, into: self.quads) else { return false }
        self.quads.append(quad)
        guard self.quads.count <= self.limits.maxQuads else {
            self.members.removeLast(of: self.quads)
            self.quads.removeLast()
            throw .tooManyQuads(limit: self.limits.maxQuads)
        }
        return true
    }

    /// The number of blank nodes, whether or not a quad has them.
    public var blankCount: Int { self.labels.count }

    private var textCount: Int { self.terms.text.count + self.labels.text.count }

    private mutating func intern(from start: Int) throws(RDFLimitError) -> RDFTermID {
        let length = self.terms.text.count - start
        guard length <= self.limits.maxTermBytes, self.textCount <= self.limits.maxBytes else {
            self.terms.text.removeLast(length)
            if length > self.limits.maxTermBytes { throw .termTooLong(limit: self.limits.maxTermBytes) }
            throw .tooManyBytes(limit: self.limits.maxBytes)
        }
        return RDFTermID(term: self.terms.intern(from: start))
    }

    private func isString(_ datatype: RDFTermID) -> Bool {
        self.terms.isEqual(datatype.termIndex, to: "<http://www.w3.org/2001/XMLSchema#string>")
    }
}

extension RDFDataset {
    /// A moment in the filling of a dataset, to which `removeAll` can go back.
    public struct Mark: Sendable {
        fileprivate let terms: Int
    }

    /// The moment now: IRIs and literals that are known by now stay known, by the same identifiers, when all after the mark is removed.
    public var mark: Mark { Mark(terms: self.terms.count) }

    /// Takes away every quad, every blank node and the terms that came after a mark; all of them without one.
    public mutating func removeAll(after mark: Mark? = nil, keepingCapacity: Bool = false) {
        guard keepingCapacity || mark != nil else {
            self = RDFDataset(limits: self.limits)
            return
        }
        self.members.removeAll(of: self.quads)
        self.quads.removeAll(keepingCapacity: true)
        self.labels.removeAll(after: 0)
        self.terms.removeAll(after: mark?.terms ?? 0)
        self.hasUnlabelledBlanks = false
    }
}

extension RDFDataset {
    /// Gives the bytes of a term as canonical N-Quads has them; a blank node has its label, or `b` and its number as soon as any has none.
    public func withBytes<Result>(of term: RDFTermID, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if term.isBlank { return try Array("_:\(self.label(of: term))".utf8).withUnsafeBufferPointer(body) }
        precondition(term != .defaultGraph, "the default graph has no name")
        let range = self.terms.range(of: term.termIndex)
        return try self.terms.text.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The label of a blank node, without `_:`. As soon as one of them has none, all are `b` and their number: no two share a label.
    public func label(of blank: RDFTermID) -> String {
        if self.hasUnlabelledBlanks { return "b\(blank.blankIndex)" }
        return String(decoding: self.labels.text[self.labels.range(of: blank.blankIndex)], as: UTF8.self)
    }

    /// A term of this dataset as a value.
    public func term(_ id: RDFTermID) -> RDFTerm {
        if id.isBlank { return .blank(self.label(of: id)) }
        return self.withBytes(of: id) { TermReader.term($0) }
    }
}

extension RDFDataset {
    /// The term for an IRI, as with its bytes.
    public mutating func iri(_ iri: String) throws(RDFLimitError) -> RDFTermID? {
        let bytes = Array(iri.utf8)
        return try self.iri(bytes.span)
    }

    /// The term for a literal, as with its bytes.
    public mutating func literal(_ lexicalForm: String, datatype: RDFTermID? = nil) throws(RDFLimitError) -> RDFTermID {
        let bytes = Array(lexicalForm.utf8)
        return try self.literal(bytes.span, datatype: datatype)
    }

    /// The term for a literal in a language, as with its bytes.
    public mutating func literal(_ lexicalForm: String, language: String) throws(RDFLimitError) -> RDFTermID? {
        let bytes = Array(lexicalForm.utf8)
        let tag = Array(language.utf8)
        return try self.literal(bytes.span, language: tag.span)
    }

    /// The blank node with a label, as with its bytes.
    public mutating func blank(_ label: String) throws(RDFLimitError) -> RDFTermID? {
        let bytes = Array(label.utf8)
        return try self.blank(bytes.span)
    }
}
