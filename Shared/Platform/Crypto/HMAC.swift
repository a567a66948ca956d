/// The keyed hash of RFC 2104.
///
/// Only whole texts: a running code would have to hold a hash that cannot be copied, which crashes Swift 6.3.1's code generator in a
/// generic type ("Instruction does not dominate all uses").
public enum HMAC<H: HashFunction & ~Copyable> {
    /// The code of one text under a key of any length.
    public static func authenticationCode(for data: [UInt8], using key: SymmetricKey) -> [UInt8] {
        var block = key.secret.count > H.blockByteCount ? H.hash(data: key.secret.copy) : key.secret.copy
        block += [UInt8](repeating: 0, count: H.blockByteCount - block.count)
        var function = H()
        function.update(data: block.map { $0 ^ 0x36 })
        function.update(data: data)
        let inner = function.finalize()
        function.update(data: block.map { $0 ^ 0x5c })
        function.update(data: inner)
        return function.finalize()
    }

    /// Whether a code is the one of this text, compared in constant time.
    public static func isValidAuthenticationCode(_ code: [UInt8], authenticating data: [UInt8], using key: SymmetricKey) -> Bool {
        ConstantTime.areEqual(code, Self.authenticationCode(for: data, using: key))
    }
}
