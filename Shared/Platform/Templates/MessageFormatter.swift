import JSON

/// Fills in one sentence.
struct MessageFormatter {
    /// What the result is for.
    enum Form {
        /// Text: nothing is escaped.
        case plain
        /// HTML in which sentence and arguments are texts.
        case escaped
        /// HTML in which the sentence is markup and the arguments are texts.
        case markup
    }

    let key: String
    let language: MessageLanguage
    let form: Form
    private(set) var bytes: [UInt8] = []

    init(key: String, language: MessageLanguage, form: Form) {
        self.key = key
        self.language = language
        self.form = form
    }

    /// Puts the sentence in. `count` is the number of the plural around it.
    mutating func write(_ message: Message, count: Int? = nil, arguments: (String) -> JSON?) throws(MessageError) {
        for part in message.parts {
            switch part {
            case .text(let text): self.form == .escaped ? HTML.escape(text, into: &self.bytes) : self.bytes.append(contentsOf: text.utf8)
            case .argument(let name): self.write(argument: try self.text(name, arguments))
            case .number(let name):
                guard case .number(let number) = try self.value(name, arguments) else { throw self.error(.notANumber(name)) }
                self.write(argument: self.language.number(number))
            case .date(let name):
                guard let date = try self.value(name, arguments).string.flatMap(self.language.date) else {
                    throw self.error(.notADate(name))
                }
                self.write(argument: date)
            case .count:
                if let count { self.write(argument: self.language.number(count)) }
            case .plural(let plural):
                guard let count = try self.value(plural.argument, arguments).int else { throw self.error(.notANumber(plural.argument)) }
                let one = self.language.singular.contains(count) ? plural.one : nil
                try self.write(plural.exact[count] ?? one ?? plural.other, count: count, arguments: arguments)
            }
        }
    }

    private mutating func write(argument: String) {
        self.form == .plain ? self.bytes.append(contentsOf: argument.utf8) : HTML.escape(argument, into: &self.bytes)
    }

    private func value(_ name: String, _ arguments: (String) -> JSON?) throws(MessageError) -> JSON {
        guard let value = arguments(name), !value.isNull else { throw self.error(.missingArgument(name)) }
        return value
    }

    private func text(_ name: String, _ arguments: (String) -> JSON?) throws(MessageError) -> String {
        switch try self.value(name, arguments) {
        case .string(let text): text
        case .number(let number): number.text
        default: throw self.error(.missingArgument(name))
        }
    }

    private func error(_ reason: MessageError.Reason) -> MessageError {
        MessageError(reason, key: self.key)
    }
}
