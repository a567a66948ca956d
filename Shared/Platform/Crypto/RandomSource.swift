import CSodium

/// Where random bytes come from. Whoever needs some takes a source as a parameter, so that a test can give known bytes.
public protocol RandomSource: Sendable {
    /// So many bytes that nobody can guess.
    func bytes(count: Int) -> [UInt8]
}

/// The system's secure random bytes (`getrandom`).
public struct SystemRandom: RandomSource {
    /// The one source there is; it holds nothing.
    public init() {}

    /// So many bytes from the kernel's generator.
    public func bytes(count: Int) -> [UInt8] {
        Sodium.prepare()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            if let base = buffer.baseAddress { randombytes_buf(base, count) }
            written = count
        }
    }
}
