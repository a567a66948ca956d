extension AES.GCM {
    /// A message as it is kept: nonce, ciphertext and tag.
    public struct SealedBox: Sendable, Hashable {
        /// The 12 bytes that were used with this message alone.
        public let nonce: [UInt8]
        /// As long as the message.
        public let ciphertext: [UInt8]
        /// The 16 bytes that show any change.
        public let tag: [UInt8]

        /// A box from its parts.
        public init(nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) throws(CryptoError) {
            try Self.check(nonce: nonce)
            guard tag.count == AES.GCM.tagByteCount else {
                throw .incorrectLength(of: "a GCM tag", expected: "16", actual: tag.count)
            }
            self.init(checkedNonce: nonce, ciphertext: ciphertext, tag: tag)
        }

        /// A box from one run of bytes: nonce, ciphertext, tag.
        public init(combined: [UInt8]) throws(CryptoError) {
            let least = AES.GCM.nonceByteCount + AES.GCM.tagByteCount
            guard combined.count >= least else {
                throw .incorrectLength(of: "a sealed box", expected: "at least \(least)", actual: combined.count)
            }
            self.init(
                checkedNonce: [UInt8](combined.prefix(AES.GCM.nonceByteCount)),
                ciphertext: [UInt8](combined[AES.GCM.nonceByteCount..<(combined.count - AES.GCM.tagByteCount)]),
                tag: [UInt8](combined.suffix(AES.GCM.tagByteCount)))
        }

        init(checkedNonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) {
            self.nonce = checkedNonce
            self.ciphertext = ciphertext
            self.tag = tag
        }

        /// The three parts as one run of bytes.
        public var combined: [UInt8] { self.nonce + self.ciphertext + self.tag }

        static func check(nonce: [UInt8]) throws(CryptoError) {
            guard nonce.count == AES.GCM.nonceByteCount else {
                throw .incorrectLength(of: "a GCM nonce", expected: "12", actual: nonce.count)
            }
        }
    }
}
