import Crypto
public import JSON

/// A JWS in compact form, taken apart and not yet believed (RFC 7515 §7.1).
public struct SignedToken: Sendable {
    /// The most bytes of a token: cookies and header fields have no more.
    public static let sizeLimit = 4_096

    /// The protected header: an object.
    public let header: JSON
    /// What is signed.
    public let payload: [UInt8]
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Takes a text apart.
    public init(parsing text: String) throws(TokenError) {
        guard text.utf8.count <= Self.sizeLimit else { throw .tooLong(bytes: text.utf8.count) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw .malformed("it does not have three parts") }
        let header = try Self.bytes(of: parts[0], "header")
        guard case .object = try Self.json(header, "header") else { throw .malformed("the header is no object") }
        self.header = try Self.json(header, "header")
        self.payload = try Self.bytes(of: parts[1], "payload")
        self.signature = try Self.bytes(of: parts[2], "signature")
        self.signed = Array("\(parts[0]).\(parts[1])".utf8)
        guard self.header["crit"] == nil else { throw .criticalHeader }
    }

    /// Whether a key has signed it, by the one algorithm that the key is for. `none` is no key's algorithm (RFC 8725 §3.1).
    public func verify(with key: VerificationKey) throws(TokenError) {
        guard self.header["alg"]?.string == key.algorithm.rawValue else { throw .wrongAlgorithm }
        guard key.isValidSignature(self.signature, for: self.signed) else { throw .wrongSignature }
    }

    static func json(_ bytes: [UInt8], _ part: String) throws(TokenError) -> JSON {
        do {
            return try JSON(parsing: bytes, limits: JSONLimits(maxBytes: Self.sizeLimit, maxDepth: 8, maxNodes: 500))
        } catch {
            throw .malformed("the \(part) is no JSON")
        }
    }

    private static func bytes(of text: String, _ part: String) throws(TokenError) -> [UInt8] {
        do {
            return try Base64.url.decode(text)
        } catch {
            throw .malformed("the \(part) is not base64url without padding")
        }
    }
}
