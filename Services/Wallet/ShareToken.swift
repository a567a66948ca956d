import CloudEvents
import Crypto

/// What makes a link open something: 256 bits by chance, known to whoever has the link. The wallet keeps its digest alone.
struct ShareToken: Sendable, Hashable {
    /// How many bytes it has.
    static let length = 32

    private let bytes: [UInt8]

    /// A new one.
    init(from random: any RandomSource) {
        self.bytes = random.bytes(count: Self.length)
    }

    /// One as it stands in a link: 64 hexadecimal digits, small ones, so that one token has one address.
    init?(_ text: String) {
        guard text.utf8.count == 2 * Self.length, text == text.lowercased() else { return nil }
        do throws(CryptoError) { self.bytes = try Hex.decode(text) } catch { return nil }
    }

    /// As it stands in a link.
    var text: String { Hex.encode(self.bytes) }

    /// What is kept of it.
    var digest: [UInt8] { SHA256.hash(data: self.bytes) }

    /// The link's id, which names it to the learner and to row-level security. Half of the digest tells nobody the token.
    var link: UUIDValue {
        guard let id = UUIDValue(bytes: self.digest.prefix(16)) else { preconditionFailure("a digest has 32 bytes") }
        return id
    }
}
