import JSON

@testable import LinkedData

/// What two sets of contexts make of the terms at one address, compared as JSON-LD sees them.
struct ContextComparison {
    let ours: JSONLDDocuments
    let theirs: JSONLDDocuments
    /// Each place where they differ.
    private(set) var differences: [String] = []
    /// How many definitions were compared, those of scoped contexts among them.
    private(set) var count = 0

    init(_ ours: JSONLDDocuments, _ theirs: JSONLDDocuments) {
        self.ours = ours
        self.theirs = theirs
    }

    /// Compares all that the context at an address defines, and the scoped contexts in it, each where it applies.
    mutating func compare(at address: String) throws {
        let (left, right) = (ContextProcessing(self.ours, JSONLDOptions()), ContextProcessing(self.theirs, JSONLDOptions()))
        func context(_ processing: ContextProcessing) throws -> JSONLDContext {
            try processing.process(.string(address), in: processing.initial(), ContextProcessing.Place())
        }
        try self.compare(
            try context(left), try context(right), left, right,
            names: Self.names(try self.ours.document(at: address)["@context"], try self.theirs.document(at: address)["@context"]),
            path: address)
    }

    private mutating func compare(
        _ ours: JSONLDContext, _ theirs: JSONLDContext, _ left: ContextProcessing, _ right: ContextProcessing, names: [String],
        path: String
    ) throws {
        let (mine, other) = (ours.content, theirs.content)
        if Set(mine.terms.keys) != Set(other.terms.keys) { self.differences.append("\(path): other terms") }
        if mine.vocabulary != other.vocabulary || mine.language != other.language || mine.direction != other.direction {
            self.differences.append("\(path): another vocabulary or language")
        }
        for name in Set(mine.terms.keys.map(\.text)).union(other.terms.keys.map(\.text)).sorted() {
            guard let mine = ours.term(name), let other = theirs.term(name) else { continue }
            self.count += 1
            if !Self.isSame(mine.definition, other.definition) { self.differences.append("\(path) \(name): another meaning") }
            guard names.contains(name), let inner = mine.definition.scopedContext, let outer = other.definition.scopedContext else {
                continue
            }
            try self.compare(
                try left.scoped(mine, in: ours, overridingProtected: true), try right.scoped(other, in: theirs, overridingProtected: true),
                left, right, names: Self.names(inner, outer), path: "\(path) \(name)")
        }
    }

    /// All fields, and whether there is a scoped context; what is in it is compared when it is compiled.
    private static func isSame(_ mine: TermDefinition, _ other: TermDefinition) -> Bool {
        var (left, right) = (mine, other)
        left.scopedContext = nil
        right.scopedContext = nil
        return left == right && (mine.scopedContext == nil) == (other.scopedContext == nil)
    }

    /// The terms that either of two contexts lists itself.
    private static func names(_ mine: JSON?, _ other: JSON?) -> [String] {
        [mine, other].flatMap { $0?.object?.names ?? [] }
    }
}

/// What a chain of contexts makes of names.
enum ContextChain {
    /// The terms that stand for the same in one place, of those that a member can be called by in a plain form.
    static func synonyms(of chain: [String], in documents: JSONLDDocuments) throws -> [[String]] {
        let contexts = ContextProcessing(documents, JSONLDOptions())
        let root = try contexts.process(.array(chain.map { .string($0) }), in: contexts.initial(), ContextProcessing.Place())
        var found: [[String]] = []
        for context in try [root] + root.terms.map({ try contexts.scoped(root.term($0)!, in: root, overridingProtected: true) }) {
            let plain = context.terms.filter { $0.utf8.first.map { $0 | 0x20 == $0 } ?? false && !$0.contains(":") }
            let groups = Dictionary(grouping: plain) { context.term($0)?.definition.mapping.text ?? "" }
            found += groups.values.filter { $0.count > 1 }.map { $0.sorted() }
        }
        return Set(found).sorted { $0[0] < $1[0] }
    }
}
