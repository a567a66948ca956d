import CCrypto

extension ECDSA {
    /// The pair r, s.
    public struct ECDSASignature: Sendable, Hashable {
        /// r and s one after the other, each as long as a coordinate: the form of JOSE and Data Integrity.
        public let rawRepresentation: [UInt8]

        /// A signature from r and s one after the other.
        public init(rawRepresentation: [UInt8]) throws(CryptoError) {
            let expected = 2 * Curve.parameters.coordinateByteCount
            guard rawRepresentation.count == expected else {
                throw .incorrectLength(
                    of: "a \(Curve.parameters.name) signature", expected: "\(expected)", actual: rawRepresentation.count)
            }
            self.rawRepresentation = rawRepresentation
        }

        /// A signature from the DER of X.509 (RFC 3279 §2.2.3). Only the one shortest form is taken.
        public init(derRepresentation: [UInt8]) throws(CryptoError) {
            let size = Curve.parameters.coordinateByteCount
            let raw = derRepresentation.withUnsafeBufferPointer { buffer -> [UInt8]? in
                var cursor = buffer.baseAddress
                guard let pair = d2i_ECDSA_SIG(nil, &cursor, buffer.count) else { return nil }
                defer { ECDSA_SIG_free(pair) }
                var raw = [UInt8](repeating: 0, count: 2 * size)
                return raw.withUnsafeMutableBufferPointer { raw -> Bool in
                    BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw.baseAddress, Int32(size)) == Int32(size)
                        && BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw.baseAddress! + size, Int32(size)) == Int32(size)
                } ? raw : nil
            }
            LibraryErrors.discard()
            guard let raw else { throw .invalidSignature("its DER is not two numbers of the curve's size") }
            try self.init(rawRepresentation: raw)
            guard self.derRepresentation == derRepresentation else { throw .invalidSignature("its DER is not the shortest form") }
        }

        /// SEQUENCE { r INTEGER, s INTEGER }.
        public var derRepresentation: [UInt8] {
            let size = Curve.parameters.coordinateByteCount
            let content = Self.integer(self.rawRepresentation[..<size]) + Self.integer(self.rawRepresentation[size...])
            return [0x30, UInt8(content.count)] + content
        }

        /// Whether s lies in the lower half of its range. Of two equally good signatures only one has a low s.
        public var isLowS: Bool {
            let s = [UInt8](self.rawRepresentation[Curve.parameters.coordinateByteCount...])
            return Curve.parameters.isScalar(s) && !Curve.parameters.orderMinus(s).lexicographicallyPrecedes(s)
        }

        /// This signature, or its twin when s is high.
        var withLowS: ECDSASignature {
            get throws(CryptoError) {
                guard !self.isLowS else { return self }
                let size = Curve.parameters.coordinateByteCount
                let s = [UInt8](self.rawRepresentation[size...])
                return try ECDSASignature(rawRepresentation: self.rawRepresentation[..<size] + Curve.parameters.orderMinus(s))
            }
        }

        /// The shortest form of a number that is not negative. All lengths stay below 128: a coordinate has at most 48 bytes.
        private static func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var digits = [UInt8](bytes.drop { $0 == 0 })
            if digits.isEmpty || digits[0] & 0x80 != 0 { digits.insert(0, at: 0) }
            return [0x02, UInt8(digits.count)] + digits
        }
    }
}
