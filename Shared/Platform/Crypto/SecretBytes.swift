import CSodium

/// Key material: one copy, never printed, overwritten when the last holder lets go.
///
/// Sendable although it holds a pointer: the bytes are written in `init` alone and only read afterwards.
final class SecretBytes: @unchecked Sendable {
    private let storage: UnsafeMutableRawBufferPointer

    init(_ bytes: Span<UInt8>) {
        self.storage = .allocate(byteCount: max(1, bytes.count), alignment: 16)
        self.count = bytes.count
        bytes.withUnsafeBytes { self.storage.copyMemory(from: $0) }
    }

    deinit {
        sodium_memzero(self.storage.baseAddress!, self.storage.count)
        self.storage.deallocate()
    }

    let count: Int

    func withUnsafeBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(rebasing: self.storage[..<self.count]))
    }

    /// A copy for those that must write the key down.
    var copy: [UInt8] { self.withUnsafeBytes { [UInt8]($0) } }
}
