import Configuration

/// What people who wrote an unknown name into a file probably meant.
///
/// A file may hold half a million wrong cells and a college thousands of achievements, so a word is compared once, and only the first words are.
struct MeantName: Sendable {
    /// How many different words of one file are compared.
    static let wordLimit = 500

    /// The names that there are, in order.
    let known: [String]
    private var found: [String: String?] = [:]

    init(among known: some Sequence<String>) { self.known = known.sorted() }

    /// Advice as half a sentence; nil when no name is near, or too many words were unknown before this one.
    mutating func advice(for word: String) -> String? {
        if let nearest = self.found[word] { return nearest.map(Self.advice) }
        guard self.found.count < Self.wordLimit else { return nil }
        let nearest = NearestName.find(word, among: self.known)
        self.found[word] = .some(nearest)
        return nearest.map(Self.advice)
    }

    private static func advice(_ name: String) -> String { "Perhaps “\(name)” is meant" }
}
