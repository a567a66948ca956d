import CCrypto

/// One run of the cipher with its own context.
struct Cipher: ~Copyable {
    private let context: OpaquePointer
    private let isSealing: Bool

    init(key: SymmetricKey, nonce: [UInt8], isSealing: Bool) throws(CryptoError) {
        guard let algorithm = CipherAlgorithm(keyByteCount: key.secret.count) else {
            throw .incorrectLength(of: "an AES key", expected: "16, 24 or 32", actual: key.secret.count)
        }
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory for a cipher context") }
        let started = key.secret.withUnsafeBytes { secret in
            let bytes = secret.baseAddress!.assumingMemoryBound(to: UInt8.self)
            return EVP_CipherInit_ex2(context, algorithm.handle, bytes, nonce, isSealing ? 1 : 0, nil)
        }
        guard started == 1 else {
            EVP_CIPHER_CTX_free(context)
            throw LibraryErrors.take()
        }
        self.context = context
        self.isSealing = isSealing
    }

    deinit { EVP_CIPHER_CTX_free(self.context) }

    /// The library counts in `Int32`; more than that in one piece is refused rather than cut.
    private func length(_ bytes: [UInt8]) throws(CryptoError) -> Int32 {
        guard let length = Int32(exactly: bytes.count) else {
            throw .incorrectLength(of: "a sealed message", expected: "at most \(Int32.max)", actual: bytes.count)
        }
        return length
    }

    func authenticate(_ bytes: [UInt8]) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        var count: Int32 = 0
        guard EVP_CipherUpdate(self.context, nil, &count, bytes, try self.length(bytes)) == 1 else { throw LibraryErrors.take() }
    }

    func transform(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let length = try self.length(bytes)
        var output = [UInt8](repeating: 0, count: bytes.count)
        var count: Int32 = 0
        guard EVP_CipherUpdate(self.context, &output, &count, bytes, length) == 1 else { throw LibraryErrors.take() }
        return output
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        let size = Int32(AES.GCM.tagByteCount)
        guard EVP_CIPHER_CTX_ctrl(self.context, EVP_CTRL_AEAD_SET_TAG, size, &tag) == 1 else { throw LibraryErrors.take() }
    }

    func finish() -> Bool {
        var rest = [UInt8](repeating: 0, count: 16)
        var count: Int32 = 0
        return EVP_CipherFinal_ex(self.context, &rest, &count) == 1
    }

    func tag() throws(CryptoError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AES.GCM.tagByteCount)
        let size = Int32(AES.GCM.tagByteCount)
        guard EVP_CIPHER_CTX_ctrl(self.context, EVP_CTRL_AEAD_GET_TAG, size, &tag) == 1 else { throw LibraryErrors.take() }
        return tag
    }
}

/// A cipher that was fetched once.
///
/// Sendable although it holds a pointer: an `EVP_CIPHER` never changes after the fetch (openssl-threads(7)) and lives as long as the process.
private struct CipherAlgorithm: @unchecked Sendable {
    let handle: OpaquePointer

    private init(_ name: String) {
        guard let pointer = EVP_CIPHER_fetch(nil, name, nil) else { preconditionFailure("libcrypto without \(name)") }
        self.handle = pointer
    }

    init?(keyByteCount: Int) {
        switch keyByteCount {
        case 16: self = Self.aes128
        case 24: self = Self.aes192
        case 32: self = Self.aes256
        default: return nil
        }
    }

    private static let aes128 = CipherAlgorithm("AES-128-GCM")
    private static let aes192 = CipherAlgorithm("AES-192-GCM")
    private static let aes256 = CipherAlgorithm("AES-256-GCM")
}
