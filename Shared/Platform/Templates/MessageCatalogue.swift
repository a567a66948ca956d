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
        let bytes = try self.format(key, as: .plain) { name in
            arguments[pointer: JSONPointer(name.split(separator: ".").map(String.init))]
        }
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

    func format(_ key: String, as form: MessageFormatter.Form, arguments: (String) -> JSON?) throws(MessageError) -> [UInt8] {
        guard let message = self.messages[key] else { throw MessageError(.unknownKey, key: key) }
        var formatter = MessageFormatter(key: key, language: self.language, form: form)
        try formatter.write(message, arguments: arguments)
        return formatter.bytes
    }
}
