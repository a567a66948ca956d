/// A Swift type that can be read from JSON, written by hand with a `JSONReader`.
public protocol JSONDecodable {
    /// Reads a value, or says with pointer and position what is not as it should be.
    init(from json: JSONView) throws(JSONDecodingError)
}

/// A Swift type that can be written as JSON.
public protocol JSONEncodable {
    /// The value as JSON.
    var json: JSON { get }
}

/// What a reader does with members that it does not know.
public enum JSONUnknownMembers: Sendable, Hashable {
    /// Names them as errors: for what callers send, where an unknown member is a misspelt one.
    case refused
    /// Passes over them: for events, whose senders may be newer.
    case ignored
}
