import Glibc

// JSON compares texts code unit by code unit (RFC 8259 §8.3), Swift compares them by canonical equivalence: "é" written in two ways is one
// String and two JSON names. All comparing of names and texts in this module goes through here.
extension String {
    /// Whether both are the same sequence of bytes.
    func hasSameBytes(as other: String) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        return self.withBytes { mine in other.withBytes { mine.elementsAreSame(as: $0) } }
    }

    /// Feeds the bytes and an end mark.
    func hashBytes(into hasher: inout Hasher) {
        self.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }

    /// Lends the bytes, without a copy when the text is stored as UTF-8, which it always is on Linux.
    func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        if let result = self.utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(self.utf8).withUnsafeBufferPointer(body)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes.
    func elementsAreSame(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard self.count == other.count else { return false }
        guard let mine = self.baseAddress, let theirs = other.baseAddress else { return true }
        return memcmp(mine, theirs, self.count) == 0
    }
}

/// A name as a key of a dictionary, by its bytes.
struct NameKey: Hashable {
    let name: String

    static func == (left: NameKey, right: NameKey) -> Bool {
        left.name.hasSameBytes(as: right.name)
    }

    func hash(into hasher: inout Hasher) {
        self.name.hashBytes(into: &hasher)
    }
}
