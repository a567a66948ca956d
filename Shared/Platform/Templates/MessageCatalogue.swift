public import JSON

/// All sentences of the pages in one language, by key.
public struct MessageCatalogue: Sendable {
    /// A catalogue without sentences, for templates that use none.
    public static let none = MessageCatalogue(language: .english, messages: [:])

    /// The language of the sentences.
    public let language: MessageLanguage
    private let messages: [String: Message]

    private init(language: MessageLanguage, messages: [String: Message]) {
        self.language = language
        self.messages = messages
    }

    /// Reads the sentences of one or more files: JSON objects of key and text. A key may occur in one of them only.
    public init(language: MessageLanguage, entries: JSON...) throws(MessageError) {
        var messages: [String: Message] = [:]
        for file in entries {
            guard let members = file.object else { throw MessageError(.notAnObject, key: "") }
            for (key, value) in members {
                guard MessageKey.isValid(key) else { throw MessageError(.badKey, key: key) }
                guard let text = value.string else { throw MessageError(.notAText, key: key) }
                var parser = MessageParser(text, key: key)
                guard messages.updateValue(try parser.parse(), forKey: key) == nil else { throw MessageError(.duplicateKey, key: key) }
            }
        }
        self.init(language: language, messages: messages)
    }

    /// The keys, sorted.
    public var keys: [String] { self.messages.keys.sorted() }

    /// A sentence as text, its placeholders filled from the members of `arguments`. Nothing is escaped: it is a value, not markup.
    public func text(_ key: String, _ arguments: JSON = [:]) throws(MessageError) -> String {
        var bytes: [UInt8] = []
        let context = ContextStack(arguments)
        try self.write(key, as: .plain, into: &bytes) { context.value(of: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The catalogue with every sentence accented, longer by two fifths and in brackets, but still readable, and with the same placeholders.
    /// On a page rendered with it, what is not in brackets is not in the catalogue (see `PseudoLocale`).
    public static func pseudo(of catalogue: MessageCatalogue) -> MessageCatalogue {
        MessageCatalogue(language: catalogue.language, messages: catalogue.messages.mapValues(PseudoLocale.disguise))
    }

    func message(_ key: String) -> Message? {
        self.messages[key]
    }

    /// Puts a sentence in, or says why it cannot be.
    func write(
        _ key: String, as form: MessageFormatter.Form, into bytes: inout [UInt8], arguments: (TemplateName) -> JSON?
    ) throws(MessageError) {
        guard let message = self.messages[key] else { throw MessageError(.unknownKey, key: key) }
        let formatter = MessageFormatter(key: key, language: self.language, form: form)
        try formatter.write(message, into: &bytes, arguments: arguments)
    }
}
