/// The cipher of FIPS 197.
public enum AES {
    /// AES in Galois/counter mode (NIST SP 800-38D), with a nonce of 12 bytes and a tag of 16.
    public enum GCM {}
}

extension AES.GCM {
    /// How many bytes a nonce has. Never use one twice with the same key.
    public static let nonceByteCount = 12
    /// How many bytes a tag has.
    public static let tagByteCount = 16

    /// Seals bytes, and binds them to others that stay readable.
    public static func seal(
        _ message: [UInt8], using key: SymmetricKey, nonce: [UInt8], authenticating beside: [UInt8] = []
    ) throws(CryptoError) -> SealedBox {
        try SealedBox.check(nonce: nonce)
        let cipher = try Cipher(key: key, nonce: nonce, isSealing: true)
        try cipher.authenticate(beside)
        let ciphertext = try cipher.transform(message)
        guard cipher.finish() else { throw LibraryErrors.take() }
        return SealedBox(checkedNonce: nonce, ciphertext: ciphertext, tag: try cipher.tag())
    }

    /// Seals bytes under a new nonce of the source.
    public static func seal(
        _ message: [UInt8], using key: SymmetricKey, noncesFrom random: some RandomSource, authenticating beside: [UInt8] = []
    ) throws(CryptoError) -> SealedBox {
        try Self.seal(message, using: key, nonce: random.bytes(count: Self.nonceByteCount), authenticating: beside)
    }

    /// The bytes that were sealed; an error when anything was changed.
    public static func open(
        _ box: SealedBox, using key: SymmetricKey, authenticating beside: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let cipher = try Cipher(key: key, nonce: box.nonce, isSealing: false)
        try cipher.authenticate(beside)
        let message = try cipher.transform(box.ciphertext)
        try cipher.expect(tag: box.tag)
        guard cipher.finish() else {
            LibraryErrors.discard()
            throw .authenticationFailure
        }
        return message
    }
}
