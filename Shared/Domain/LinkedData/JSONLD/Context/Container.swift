import JSON

/// How the values of a term are held together.
struct Container: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let graph = Container(rawValue: 1)
    static let id = Container(rawValue: 2)
    static let index = Container(rawValue: 4)
    static let language = Container(rawValue: 8)
    static let list = Container(rawValue: 16)
    static let set = Container(rawValue: 32)
    static let type = Container(rawValue: 64)

    /// The names, in the order in which they are joined to one key (JSON-LD 1.1 API §4.3 step 3.2: lexicographically).
    private static let names: [(container: Container, name: String)] = [
        (.graph, "@graph"), (.id, "@id"), (.index, "@index"), (.language, "@language"), (.list, "@list"), (.set, "@set"), (.type, "@type"),
    ]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The value of `@container`; nil when it is none that a term can have (JSON-LD 1.1 API §4.2 step 19.1).
    init?(_ json: JSON) {
        self = []
        for element in json.array ?? [json] {
            guard let name = element.string, let known = Self.names.first(where: { $0.name == name }) else { return nil }
            self.insert(known.container)
        }
        let withoutSet = self.subtracting(.set)
        let single: [Container] = [[], .graph, .id, .index, .language, .type, [.graph, .id], [.graph, .index]]
        guard single.contains(withoutSet) || self == .list, !self.isEmpty else { return nil }
    }

    /// `@none`, or the names joined.
    var key: String {
        self.isEmpty ? "@none" : Self.names.filter { self.contains($0.container) }.map(\.name).joined()
    }
}
