import CCrypto

/// An asymmetric key in the library's form.
///
/// Sendable although it holds a pointer: the key never changes after `init`, and OpenSSL allows any number of threads to use one `EVP_PKEY`
/// at a time when each has its own `EVP_PKEY_CTX` or `EVP_MD_CTX` (openssl-threads(7)).
final class KeyHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a pointer; nil stands for a key that the library refused.
    private init(owning pointer: OpaquePointer?) throws(CryptoError) {
        guard let pointer else {
            LibraryErrors.discard()
            throw .invalidKey("the library does not read it")
        }
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(self.pointer) }

    /// A public key from its SubjectPublicKeyInfo (RFC 5280 §4.1); all of the bytes must belong to it.
    convenience init(subjectPublicKeyInfo der: [UInt8]) throws(CryptoError) {
        let pointer = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let key = d2i_PUBKEY(nil, &cursor, buffer.count)
            guard cursor == buffer.baseAddress.map({ $0 + buffer.count }) else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
        try self.init(owning: pointer)
    }

    /// A private key on a curve from its ECPrivateKey (RFC 5915 §3), whose public half the library works out.
    convenience init(ecPrivateKey der: [UInt8]) throws(CryptoError) {
        let pointer = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return d2i_PrivateKey(EVP_PKEY_EC, nil, &cursor, buffer.count)
        }
        try self.init(owning: pointer)
    }

    /// A number of the key, such as `qx`, in so many bytes, big-endian.
    func number(_ name: String, byteCount: Int) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(self.pointer, name, &number) == 1 else { throw LibraryErrors.take() }
        defer { BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        guard BN_bn2binpad(number, &bytes, Int32(byteCount)) == Int32(byteCount) else { throw LibraryErrors.take() }
        return bytes
    }

    /// Whether this key signed these bytes; `prepare` sets what the algorithm needs beyond the hash.
    func verifies(
        _ signature: [UInt8], for data: [UInt8], hash: DigestAlgorithm, prepare: (OpaquePointer?) -> Bool = { _ in true }
    ) -> Bool {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory for a signature context") }
        defer { EVP_MD_CTX_free(context) }
        var keyContext: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &keyContext, hash.handle, nil, self.pointer) == 1, prepare(keyContext),
            EVP_DigestVerify(context, signature, signature.count, data, data.count) == 1
        else {
            LibraryErrors.discard()
            return false
        }
        return true
    }

    /// The signature of these bytes in the library's own form.
    func sign(_ data: [UInt8], hash: DigestAlgorithm) throws(CryptoError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory for a signature context") }
        defer { EVP_MD_CTX_free(context) }
        var count = 0
        guard EVP_DigestSignInit(context, nil, hash.handle, nil, self.pointer) == 1,
            EVP_DigestSign(context, nil, &count, data, data.count) == 1
        else { throw LibraryErrors.take() }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, data, data.count) == 1 else { throw LibraryErrors.take() }
        return [UInt8](signature.prefix(count))
    }
}
