/// Which request something belongs to, across processes (W3C Trace Context, level 1).
public struct TraceContext: Sendable, Hashable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits, not all zero: the whole journey.
    public let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero: the step that caused this one.
    public let parentID: String
    /// Whether the caller recorded it.
    public let isSampled: Bool

    /// The context of the running task, or of the thread that runs a transaction for it.
    @TaskLocal public static var current: TraceContext?

    /// A new journey, from 24 random bytes.
    public init(random bytes: [UInt8], isSampled: Bool = true) {
        precondition(bytes.count == 24, "a trace begins with 24 random bytes")
        self.traceID = Self.hex(bytes[..<16])
        self.parentID = Self.hex(bytes[16...])
        self.isSampled = isSampled
    }

    /// Reads a `traceparent` header; nil when it is not one (W3C Trace Context §3.2: then a new trace begins).
    public init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, Self.isHex(parts[0]), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].utf8.count == 32, Self.isHex(parts[1]), !parts[1].allSatisfy({ $0 == "0" }),
            parts[2].utf8.count == 16, Self.isHex(parts[2]), !parts[2].allSatisfy({ $0 == "0" }),
            parts[3].utf8.count == 2, Self.isHex(parts[3]), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.traceID = String(parts[1])
        self.parentID = String(parts[2])
        self.isSampled = flags & 1 == 1
    }

    private init(traceID: String, parentID: String, isSampled: Bool) {
        self.traceID = traceID
        self.parentID = parentID
        self.isSampled = isSampled
    }

    /// The next step of the same journey, from 8 random bytes.
    public func child(random bytes: [UInt8]) -> TraceContext {
        precondition(bytes.count == 8, "a step is named by 8 random bytes")
        return TraceContext(traceID: self.traceID, parentID: Self.hex(bytes[...]), isSampled: self.isSampled)
    }

    /// The `traceparent` header.
    public var description: String { "00-\(self.traceID)-\(self.parentID)-\(self.isSampled ? "01" : "00")" }

    private static func isHex(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        return text.utf8.allSatisfy { $0 == 48 } ? String(text.dropLast()) + "1" : text
    }
}
