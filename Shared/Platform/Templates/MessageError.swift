/// Why a sentence of a catalogue cannot be read or filled in.
public struct MessageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        case notAnObject
        case badKey
        case duplicateKey
        case notAText
        case malformed(expected: String, column: Int)
        case tooDeep(limit: Int)
        case unknownKey
        case missingArgument(String)
        case notANumber(String)
        case notADate(String)
    }

    /// What is wrong.
    public let reason: Reason
    /// The key of the sentence; empty when the catalogue as a whole is meant.
    public let key: String

    /// An error of a sentence.
    public init(_ reason: Reason, key: String) {
        self.reason = reason
        self.key = key
    }

    /// One sentence with the key and the remedy. It never holds an argument's value.
    public var description: String {
        let what = "the message \(self.key)"
        return switch self.reason {
        case .notAnObject: "a message catalogue is a JSON object of keys and texts"
        case .badKey: "\(what) needs a key of letters, digits, - and _ in parts with dots between them"
        case .duplicateKey: "\(what) occurs in two catalogues; keep one"
        case .notAText: "\(what) must be a text"
        case .malformed(let expected, let column): "\(what) needs \(expected) at column \(column)"
        case .tooDeep(let limit): "\(what) has plurals within one another more than \(limit) levels deep"
        case .unknownKey: "\(what) is not in the catalogue; add it or correct the key"
        case .missingArgument(let name): "\(what) needs {\(name)}, which the context does not have"
        case .notANumber(let name): "\(what) needs a number for {\(name)}, a whole one for a plural"
        case .notADate(let name): "\(what) needs a date such as 2026-11-24 for {\(name)}"
        }
    }
}
