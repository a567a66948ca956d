public import JSON
import Templates

/// Every sentence that is said of a credential, by key: the same on pages and in a terminal.
public struct VerdictSentences: Sendable {
    /// The language of the sentences, as a BCP 47 tag.
    public var language: String { self.catalogue.language.tag }

    private let catalogue: MessageCatalogue
    private let keys: Set<String>

    /// The catalogue that is compiled in, and sentences of one's own beside it, as a JSON object of keys and texts.
    ///
    /// `pseudo` disguises every sentence, which shows those that stand in a template instead.
    public init(adding own: JSON = [:], pseudo: Bool = false) throws {
        let entries = try JSON(parsing: PackageResources.sentences_en_json)
        let catalogue = try MessageCatalogue(language: .english, entries: entries, own)
        self.catalogue = pseudo ? .pseudo(of: catalogue) : catalogue
        self.keys = Set(self.catalogue.keys)
    }

    /// Whether there is a sentence.
    public func has(_ key: String) -> Bool { self.keys.contains(key) }

    /// A sentence, its placeholders filled; a missing one shows its key, since a verdict must never be lost for want of words.
    public func text(_ key: String, _ arguments: JSONObject = [:]) -> String {
        do throws(MessageError) { return try self.catalogue.text(key, .object(arguments)) } catch { return key }
    }
}
