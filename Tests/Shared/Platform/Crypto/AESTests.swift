import Crypto
import Testing

/// McGrew and Viega, "The Galois/Counter Mode of Operation" (the proposal to NIST), appendix B: test cases 1, 2, 4, 10, 13 and 16.
@Suite struct `AES-GCM` {
    struct Known: Sendable {
        let key: String
        let nonce: String
        let message: String
        let beside: String
        let ciphertext: String
        let tag: String
    }

    static let message =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    static let beside = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
    static let nonce = "cafebabefacedbaddecaf888"
    static let zeros = "00000000000000000000000000000000"

    static let known = [
        Known(
            key: zeros, nonce: "000000000000000000000000", message: "", beside: "", ciphertext: "",
            tag: "58e2fccefa7e3061367f1d57a4e7455a"),
        Known(
            key: zeros, nonce: "000000000000000000000000", message: zeros, beside: "", ciphertext: "0388dace60b6a392f328c2b971b2fe78",
            tag: "ab6e47d42cec13bdf53a67b21257bddf"),
        Known(
            key: "feffe9928665731c6d6a8f9467308308", nonce: nonce, message: message, beside: beside,
            ciphertext: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
            tag: "5bc94fbc3221a5db94fae95ae7121a47"),
        Known(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c", nonce: nonce, message: message, beside: beside,
            ciphertext: "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c"
                + "7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710",
            tag: "2519498e80f1478f37ba55bd6d27618c"),
        Known(
            key: zeros + zeros, nonce: "000000000000000000000000", message: "", beside: "", ciphertext: "",
            tag: "530f8afbc74536b9a963b4f1c4cb738b"),
        Known(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: nonce, message: message, beside: beside,
            ciphertext: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test(arguments: Self.known)
    func `seals to the published bytes and opens them`(known: Known) throws {
        let key = SymmetricKey(data: try Hex.decode(known.key))
        let beside = try Hex.decode(known.beside)
        let message = try Hex.decode(known.message)
        let box = try AES.GCM.seal(message, using: key, nonce: Hex.decode(known.nonce), authenticating: beside)
        #expect(Hex.encode(box.ciphertext) == known.ciphertext)
        #expect(Hex.encode(box.tag) == known.tag)
        #expect(try AES.GCM.open(box, using: key, authenticating: beside) == message)
        #expect(try AES.GCM.open(AES.GCM.SealedBox(combined: box.combined), using: key, authenticating: beside) == message)
    }

    @Test func `notices a change of any byte, of what stands beside, and of the key`() throws {
        let key = SymmetricKey(from: SystemRandom())
        let box = try AES.GCM.seal([1, 2, 3, 4], using: key, noncesFrom: SystemRandom(), authenticating: [9])
        for position in box.combined.indices {
            var bytes = box.combined
            bytes[position] ^= 0x80
            let changed = try AES.GCM.SealedBox(combined: bytes)
            #expect(throws: CryptoError.authenticationFailure) { try AES.GCM.open(changed, using: key, authenticating: [9]) }
        }
        #expect(throws: CryptoError.authenticationFailure) { try AES.GCM.open(box, using: key, authenticating: [8]) }
        #expect(throws: CryptoError.authenticationFailure) { try AES.GCM.open(box, using: key) }
        let other = SymmetricKey(from: SystemRandom())
        #expect(throws: CryptoError.authenticationFailure) { try AES.GCM.open(box, using: other, authenticating: [9]) }
        #expect(try AES.GCM.open(box, using: key, authenticating: [9]) == [1, 2, 3, 4])
    }

    @Test func `refuses keys, nonces, tags and boxes of other sizes`() throws {
        let key = SymmetricKey(from: SystemRandom())
        #expect(throws: CryptoError.incorrectLength(of: "an AES key", expected: "16, 24 or 32", actual: 5)) {
            try AES.GCM.seal([], using: SymmetricKey(data: [1, 2, 3, 4, 5]), noncesFrom: SystemRandom())
        }
        #expect(throws: CryptoError.incorrectLength(of: "a GCM nonce", expected: "12", actual: 16)) {
            try AES.GCM.seal([], using: key, nonce: [UInt8](repeating: 0, count: 16))
        }
        #expect(throws: CryptoError.incorrectLength(of: "a GCM tag", expected: "16", actual: 4)) {
            try AES.GCM.SealedBox(nonce: [UInt8](repeating: 0, count: 12), ciphertext: [], tag: [1, 2, 3, 4])
        }
        #expect(throws: CryptoError.incorrectLength(of: "a sealed box", expected: "at least 28", actual: 27)) {
            try AES.GCM.SealedBox(combined: [UInt8](repeating: 0, count: 27))
        }
    }
}
