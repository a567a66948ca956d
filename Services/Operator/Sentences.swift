import JSON
import Templates

/// Every sentence that the program says of a credential, by key; the words are those of the pages.
struct Sentences: Sendable {
    private let catalogue: MessageCatalogue
    private let keys: Set<String>

    /// The catalogue that is compiled in.
    init() throws {
        let entries = try JSON(parsing: PackageResources.Sentences_json)
        self.catalogue = try MessageCatalogue(language: .english, entries: entries)
        self.keys = Set(self.catalogue.keys)
    }

    /// Whether there is a sentence.
    func has(_ key: String) -> Bool { self.keys.contains(key) }

    /// A sentence, its placeholders filled; a missing one shows its key, since a verdict must never be lost for want of words.
    func text(_ key: String, _ arguments: JSONObject = [:]) -> String {
        do throws(MessageError) { return try self.catalogue.text(key, .object(arguments)) } catch { return key }
    }
}
