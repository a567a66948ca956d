/// How the text of a setting becomes a value, and how a person is told what may stand there.
public struct ValueFormat<Value: Sendable>: Sendable {
    /// What is expected, as it completes "should be": `a whole number from 1 to 65535`.
    public let expected: String
    /// What stands for the value in a usage line: `N`.
    public let placeholder: String
    /// What kind of setting it is, where flags and secrets differ from the rest.
    let kind: KeyDeclaration.Kind
    /// The value of a text; nil when it is not what is expected.
    let read: @Sendable (String) -> Value?
    /// The text of a value, for defaults in help.
    let write: @Sendable (Value) -> String

    /// A format of one's own.
    public init(
        _ expected: String, placeholder: String, read: @escaping @Sendable (String) -> Value?, write: @escaping @Sendable (Value) -> String
    ) {
        self.init(expected, placeholder: placeholder, kind: .value, read: read, write: write)
    }

    init(
        _ expected: String, placeholder: String, kind: KeyDeclaration.Kind, read: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.expected = expected
        self.placeholder = placeholder
        self.kind = kind
        self.read = read
        self.write = write
    }
}

extension ValueFormat where Value == Int {
    /// A whole number within a range.
    public static func int(_ range: ClosedRange<Int>) -> ValueFormat {
        ValueFormat("a whole number from \(range.lowerBound) to \(range.upperBound)", placeholder: "N") { text in
            guard let value = Int(text), range.contains(value) else { return nil }
            return value
        } write: {
            String($0)
        }
    }
}

extension ValueFormat where Value == Bool {
    /// Yes or no; as a flag it needs no value, and `--no-...` says no.
    public static var bool: ValueFormat {
        ValueFormat("true or false", placeholder: "", kind: .truth) { text in
            switch text {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        } write: {
            $0 ? "true" : "false"
        }
    }
}

extension ValueFormat where Value == String {
    /// Any text that is not empty.
    public static var text: ValueFormat {
        ValueFormat("a text", placeholder: "TEXT", read: { $0.isEmpty ? nil : $0 }, write: { $0 })
    }

    /// The path of a file or folder; whether it is there is for its user to see.
    public static var path: ValueFormat {
        ValueFormat("a path", placeholder: "PATH", read: { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 }, write: { $0 })
    }
}

extension ValueFormat where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the cases of an enum, by its raw value.
    public static func oneOf(_ type: Value.Type = Value.self) -> ValueFormat {
        let names = type.allCases.map(\.rawValue)
        let choice = names.dropLast().joined(separator: ", ") + (names.count > 1 ? " or " : "") + (names.last ?? "")
        return ValueFormat(
            names.count > 1 ? "one of \(choice)" : choice, placeholder: names.joined(separator: "|"), read: { Value(rawValue: $0) },
            write: { $0.rawValue })
    }
}

extension ValueFormat {
    /// Several values between commas, at least one.
    public static func list<Element: Sendable>(of format: ValueFormat<Element>, limit: Int = 64) -> ValueFormat where Value == [Element] {
        ValueFormat("\(format.expected), or several between commas, at most \(limit)", placeholder: "\(format.placeholder),...") { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count <= limit else { return nil }
            var values: [Element] = []
            for part in parts {
                guard let value = format.read(String(part).trimmingSpaces()) else { return nil }
                values.append(value)
            }
            return values
        } write: {
            $0.map(format.write).joined(separator: ",")
        }
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
