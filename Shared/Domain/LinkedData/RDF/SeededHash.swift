/// A fast hash for tables, seeded once per process, so that nobody can prepare texts that collide. Nothing that leaves a table depends on it.
enum SeededHash {
    private static let seed = UInt64(truncatingIfNeeded: Hasher().finalize()) | 1

    /// The hash of some bytes.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = Self.mixed(UInt64(bytes.count), Self.seed)
        var at = 0
        while at &+ 8 <= bytes.count {
            state = Self.mixed(state ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self), Self.seed)
            at &+= 8
        }
        var rest: UInt64 = 0
        while at < bytes.count {
            rest = rest << 8 | UInt64(bytes[at])
            at &+= 1
        }
        return Self.mixed(state ^ rest, Self.seed)
    }

    /// The hash of a quad.
    static func hash(_ quad: RDFQuad) -> UInt64 {
        let first = UInt64(UInt32(bitPattern: quad.subject.rawValue)) << 32 | UInt64(UInt32(bitPattern: quad.predicate.rawValue))
        let second = UInt64(UInt32(bitPattern: quad.object.rawValue)) << 32 | UInt64(UInt32(bitPattern: quad.graph.rawValue))
        return Self.mixed(Self.mixed(first ^ Self.seed, Self.seed) ^ second, Self.seed)
    }

    /// Both halves of a product, folded: each bit of the result hangs on all bits of both factors.
    @inline(__always)
    private static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
