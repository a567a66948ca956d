import CCrypto

/// An algorithm that was fetched once. Fetching takes locks and walks the providers: it costs more than hashing a short text.
///
/// Sendable although it holds a pointer: an `EVP_MD` never changes after the fetch, and OpenSSL counts its references atomically
/// (openssl-threads(7)). It lives as long as the process.
struct DigestAlgorithm: @unchecked Sendable {
    fileprivate let pointer: OpaquePointer

    private init(_ name: String) {
        guard let pointer = EVP_MD_fetch(nil, name, nil) else { preconditionFailure("libcrypto without \(name)") }
        self.pointer = pointer
    }

    static let sha256 = DigestAlgorithm("SHA2-256")
    static let sha384 = DigestAlgorithm("SHA2-384")
    static let md5 = DigestAlgorithm("MD5")
    static let sha512 = DigestAlgorithm("SHA2-512")

    /// The pointer for OpenSSL's functions; valid for ever.
    var handle: OpaquePointer { self.pointer }
}

/// One running hash with its own context, which `finalize` makes ready for the next text.
struct DigestContext: ~Copyable {
    private let context: OpaquePointer
    private let algorithm: DigestAlgorithm
    private let byteCount: Int

    init(_ algorithm: DigestAlgorithm, byteCount: Int) {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory for a hash context") }
        self.context = context
        self.algorithm = algorithm
        self.byteCount = byteCount
        self.start()
    }

    deinit { EVP_MD_CTX_free(self.context) }

    mutating func update(_ data: Span<UInt8>) {
        data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            precondition(EVP_DigestUpdate(self.context, base, bytes.count) == 1, "a hash was updated after it had failed")
        }
    }

    mutating func finalize() -> [UInt8] {
        let digest = [UInt8](unsafeUninitializedCapacity: self.byteCount) { buffer, count in
            precondition(EVP_DigestFinal_ex(self.context, buffer.baseAddress, nil) == 1, "a hash was finished after it had failed")
            count = self.byteCount
        }
        self.start()
        return digest
    }

    mutating func finalize(appendingTo bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: self.byteCount))
        bytes.withUnsafeMutableBufferPointer { buffer in
            let digest = buffer.baseAddress.map { $0 + start }
            precondition(EVP_DigestFinal_ex(self.context, digest, nil) == 1, "a hash was finished after it had failed")
        }
        self.start()
    }

    private func start() {
        precondition(EVP_DigestInit_ex2(self.context, self.algorithm.handle, nil) == 1, "libcrypto cannot start a hash")
    }
}
