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

    /// Puts the sentence in. `count` is the number of the plural around it.
    func write(
        _ message: Message, count: Int? = nil, into bytes: inout [UInt8], arguments: (TemplateName) -> JSON?
    ) throws(MessageError) {
        for part in message.parts {
            switch part {
            case .text(let text): self.form == .escaped ? HTML.escape(text, into: &bytes) : bytes.append(contentsOf: text.utf8)
            case .argument(let name): self.write(argument: try self.text(name, arguments), into: &bytes)
            case .number(let name):
                guard case .number(let number) = try self.value(name, arguments) else { throw self.error(.notANumber(name.text)) }
                self.write(argument: self.language.number(number), into: &bytes)
            case .date(let name):
                guard let date = try self.value(name, arguments).string.flatMap(self.language.date) else {
                    throw self.error(.notADate(name.text))
                }
                self.write(argument: date, into: &bytes)
            case .count:
                if let count { self.write(argument: self.language.number(count), into: &bytes) }
            case .plural(let plural):
                guard let count = try self.value(plural.argument, arguments).int else {
                    throw self.error(.notANumber(plural.argument.text))
                }
                let one = self.language.singular.contains(count) ? plural.one : nil
                try self.write(plural.exact[count] ?? one ?? plural.other, count: count, into: &bytes, arguments: arguments)
            }
        }
    }

    private func write(argument: String, into bytes: inout [UInt8]) {
        self.form == .plain ? bytes.append(contentsOf: argument.utf8) : HTML.escape(argument, into: &bytes)
    }

    private func value(_ name: TemplateName, _ arguments: (TemplateName) -> JSON?) throws(MessageError) -> JSON {
        guard let value = arguments(name), !value.isNull else { throw self.error(.missingArgument(name.text)) }
        return value
    }

    private func text(_ name: TemplateName, _ arguments: (TemplateName) -> JSON?) throws(MessageError) -> String {
        switch try self.value(name, arguments) {
        case .string(let text): text
        case .number(let number): number.text
        default: throw self.error(.missingArgument(name.text))
        }
    }

    private func error(_ reason: MessageError.Reason) -> MessageError {
        MessageError(reason, key: self.key)
    }
}
