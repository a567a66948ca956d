import JSON

/// Whether a document whose graph was signed says in its own members all that the graph says.
///
/// One graph can be written in many ways, and its signature holds for each. A member can be renamed to the IRI that it stands for, to a word
/// of a context of the document's own, or to a type that stands for the same; it can be moved to a second node of the same id. Whoever then
/// looks for it by its name finds nothing: an end date, say. Only the way in which nothing can be hidden so is taken (Data Integrity 1.0
/// §4.6, context validation): carried contexts, their terms as names, and the credential's members in the credential.
struct PlainForm {
    /// The first place that is written otherwise.
    private(set) var oddity: JSONPointer?
    private let id: String?
    /// The way to the object in hand.
    private var path: [String] = []

    init(_ document: JSON) {
        self.id = document["id"]?.string
        let context = document["@context"] ?? []
        if !(context.array ?? [context]).allSatisfy({ $0.string.map { KnownContext.terms(of: $0) != nil } ?? false }) {
            self.oddity = "/@context"
        }
        if let members = document.object { self.walk(members) }
    }

    /// Credentials inside are signed and judged by themselves, and the proofs are not what was signed.
    private static let apart: Set<String> = ["endorsement", "verifiableCredential", "jsonSchema"]

    /// Depth is bounded by the parser's limit.
    private mutating func walk(_ members: JSONObject) {
        let isRoot = self.path.isEmpty
        if !isRoot, let id, members["id"]?.string == id, members.count > 1 { self.note() }
        let isValue = members["@value"] != nil
        for (name, value) in members where !(isRoot && (name == "@context" || name == "proof")) {
            self.path.append(name)
            defer { self.path.removeLast() }
            if !Self.isPlain(name, inValue: isValue) { self.note() }
            if !Self.apart.contains(name) { self.walk(value) }
        }
    }

    private mutating func walk(_ value: JSON) {
        switch value {
        case .object(let members): self.walk(members)
        case .array(let items):
            for (place, item) in items.enumerated() {
                self.path.append(String(place))
                self.walk(item)
                self.path.removeLast()
            }
        default: break
        }
    }

    /// A term, and none that names a type: those start with a capital, and some stand for the same IRI as a member.
    private static func isPlain(_ name: String, inValue: Bool) -> Bool {
        if name.utf8.first == UInt8(ascii: "@") { return inValue && ["@value", "@type", "@language", "@direction"].contains(name) }
        return !name.utf8.contains(UInt8(ascii: ":")) && !(name.utf8.first.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ?? true)
    }

    private mutating func note() {
        if self.oddity == nil { self.oddity = JSONPointer(self.path) }
    }
}
