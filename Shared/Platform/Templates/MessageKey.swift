/// The key of a sentence: parts of letters, digits, `-` and `_` with dots between them, such as `wallet.title`.
enum MessageKey {
    /// The key in a tag such as `t.wallet.title`; nil when the tag names a value of the context.
    static func inTag(_ content: String) -> String? {
        content.hasPrefix("t.") ? String(content.dropFirst(2)) : nil
    }

    static func isValid(_ key: String) -> Bool {
        key.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }
}
