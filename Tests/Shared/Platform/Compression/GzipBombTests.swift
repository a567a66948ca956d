import Compression
import FoundationEssentials
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/bitstring-status-list"))) struct `A gzip bomb` {
    struct Vectors: Decodable {
        struct Rejected: Decodable {
            let name: String
            let encodedList: String
        }
        let must_reject: [Rejected]
    }

    /// 64 MiB of zeros in 65 kB; the vector is base64url after its multibase prefix.
    @Test func `is refused without its bytes being made`() throws {
        let file = try SharedFiles.bytes("standards/vectors/bitstring-status-list/vectors.json")
        let vectors = try JSONDecoder().decode(Vectors.self, from: Data(file))
        let text = try #require(vectors.must_reject.first { $0.name.hasPrefix("gzip bomb") }).encodedList.dropFirst()
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padded = String(standard) + String(repeating: "=", count: (4 - standard.count % 4) % 4)
        let bomb = [UInt8](try #require(Data(base64Encoded: padded)))
        #expect(throws: CompressionError.tooLarge(limit: 1 << 20)) { try Deflate.gzip.decompress(bomb, limit: 1 << 20) }
        #expect(throws: CompressionError.tooLarge(limit: (64 << 20) - 1)) { try Deflate.gzip.decompress(bomb, limit: (64 << 20) - 1) }
        #expect(try Deflate.gzip.decompress(bomb, limit: 64 << 20).count == 64 << 20)
    }
}
