import CCrypto

/// The error queue that OpenSSL keeps per thread. Whatever fails must empty it, or the next failure on that thread reads as this one.
enum LibraryErrors {
    /// The oldest message of this thread's queue, which is then emptied.
    static func take() -> CryptoError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return .library("failed and gave no reason") }
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &text, text.count)
        return .library(text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }

    /// Empties the queue after a failure that is an answer, such as a signature that does not match.
    static func discard() {
        ERR_clear_error()
    }
}
