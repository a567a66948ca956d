import Crypto
import Testing

/// The examples that NIST publishes with FIPS 180-4: the empty text, "abc", and a million times "a".
@Suite struct `A hash` {
    static let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)

    @Test func `of SHA-256 is the published one`() {
        #expect(
            Hex.encode(SHA256.hash(data: [])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Hex.encode(SHA256.hash(data: Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hex.encode(SHA256.hash(data: Self.million)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `of SHA-384 is the published one`() {
        #expect(
            Hex.encode(SHA384.hash(data: Array("abc".utf8)))
                == "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")
        #expect(
            Hex.encode(SHA384.hash(data: Self.million))
                == "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985")
    }

    @Test func `of SHA-512 is the published one`() {
        #expect(
            Hex.encode(SHA512.hash(data: Array("abc".utf8)))
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
        #expect(
            Hex.encode(SHA512.hash(data: Self.million))
                == "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b")
    }

    /// RFC 1321, appendix A.5.
    @Test func `of MD5 is the published one`() {
        #expect(Hex.encode(Insecure.MD5.hash(data: [])) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(Hex.encode(Insecure.MD5.hash(data: Array("message digest".utf8))) == "f96b697d7cb7938d525a2f31aaf161d0")
    }

    @Test func `is the same in pieces of any size`() {
        let text = Array(Self.million.prefix(1_000)) + Array("tail".utf8)
        for size in [1, 3, 63, 64, 65, 999] {
            var hash = SHA256()
            for start in stride(from: 0, to: text.count, by: size) {
                hash.update(data: Array(text[start..<min(start + size, text.count)]))
            }
            #expect(hash.finalize() == SHA256.hash(data: text))
        }
    }

    @Test func `starts again after its digest was taken`() {
        var hash = SHA384()
        hash.update(data: Array("something else".utf8))
        _ = hash.finalize()
        hash.update(data: Array("abc".utf8))
        #expect(hash.finalize() == SHA384.hash(data: Array("abc".utf8)))
        #expect(hash.finalize() == SHA384.hash(data: []))
    }

    @Test func `is appended to what is there, and stands at the start again`() {
        var bytes: [UInt8] = [7]
        var short = SHA256()
        short.update(data: Array("abc".utf8))
        short.finalize(appendingTo: &bytes)
        short.finalize(appendingTo: &bytes)
        #expect(bytes == [7] + SHA256.hash(data: Array("abc".utf8)) + SHA256.hash(data: []))
        var long = SHA384()
        long.finalize(appendingTo: &bytes)
        var longest = SHA512()
        longest.finalize(appendingTo: &bytes)
        #expect(Array(bytes[65...]) == SHA384.hash(data: []) + SHA512.hash(data: []))
    }

    @Test func `is right in many tasks at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let text = [UInt8](repeating: UInt8(number), count: 100 + number)
                    let first = SHA256.hash(data: text)
                    return (0..<200).allSatisfy { _ in SHA256.hash(data: text) == first }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}

/// RFC 4231 §4, test cases 1, 2 and 6.
@Suite struct `A keyed hash` {
    static let cases: [(key: [UInt8], text: String, sha256: String, sha512: String)] = [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        ),
    ]

    @Test func `is the published one`() {
        for known in Self.cases {
            let key = SymmetricKey(data: known.key)
            #expect(Hex.encode(HMAC<SHA256>.authenticationCode(for: Array(known.text.utf8), using: key)) == known.sha256)
            #expect(Hex.encode(HMAC<SHA512>.authenticationCode(for: Array(known.text.utf8), using: key)) == known.sha512)
        }
    }

    @Test func `matches its own text and key alone`() {
        let key = SymmetricKey(data: Array("key".utf8))
        let code = HMAC<SHA256>.authenticationCode(for: [1, 2, 3], using: key)
        #expect(HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: [1, 2, 3], using: key))
        #expect(!HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: [1, 2, 4], using: key))
        #expect(!HMAC<SHA256>.isValidAuthenticationCode(Array(code.dropLast()), authenticating: [1, 2, 3], using: key))
        #expect(!HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: [1, 2, 3], using: SymmetricKey(data: [1])))
    }
}
