import Crypto
import Testing

/// RFC 4648 §10; the base58 values are those of draft-msporny-base58-03 §5 and of multicodec keys.
@Suite struct `A text form of bytes` {
    static let foobar: [(text: String, base64: String, base64URL: String, hex: String)] = [
        ("", "", "", ""), ("f", "Zg==", "Zg", "66"), ("fo", "Zm8=", "Zm8", "666f"), ("foo", "Zm9v", "Zm9v", "666f6f"),
        ("foob", "Zm9vYg==", "Zm9vYg", "666f6f62"), ("fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261"),
        ("foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172"),
    ]

    @Test func `is the one of RFC 4648, both ways`() throws {
        for known in Self.foobar {
            let bytes = Array(known.text.utf8)
            #expect(Base64.standard.encode(bytes) == known.base64)
            #expect(Base64.url.encode(bytes) == known.base64URL)
            #expect(Hex.encode(bytes) == known.hex)
            #expect(try Base64.standard.decode(known.base64) == bytes)
            #expect(try Base64.url.decode(known.base64URL) == bytes)
            #expect(try Hex.decode(known.hex.uppercased()) == bytes)
        }
        #expect(Base64.url.encode([0xfb, 0xff]) == "-_8")
        #expect(Base64.standard.encode([0xfb, 0xff]) == "+/8=")
    }

    @Test(arguments: ["Zg==", "Zg=", "Z", "Zh", "Zm9=", "Zm 9v", "+/8", "Zm9v\n", "Zm9é", "AAAAA"])
    func `in base64url has one spelling`(text: String) {
        #expect(throws: CryptoError.self) { try Base64.url.decode(text) }
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "-_8=", "====", "A===", "Zg==Zg==", "Zm9v\n"])
    func `in base64 has one spelling`(text: String) {
        #expect(throws: CryptoError.self) { try Base64.standard.decode(text) }
    }

    @Test func `says where it goes wrong`() {
        #expect(throws: CryptoError.invalidText(encoding: "hexadecimal", offset: 3, reason: "a digit is 0-9 or a-f")) {
            try Hex.decode("00az")
        }
        #expect(throws: CryptoError.invalidText(encoding: "hexadecimal", offset: 3, reason: "a digit is missing")) { try Hex.decode("abc") }
        #expect(throws: CryptoError.invalidText(encoding: "base58", offset: 2, reason: "a character outside its alphabet")) {
            try Base58.decode("2N0")
        }
    }

    @Test func `in base58 is the published one, both ways`() throws {
        let known: [(bytes: [UInt8], text: String)] = [
            (Array("Hello World!".utf8), "2NEpo7TZRRrLZSi2U"),
            (Array("The quick brown fox jumps over the lazy dog.".utf8), "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"),
            ([0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd], "11233QC4"), ([], ""), ([0], "1"), ([0, 0, 0], "111"), ([0, 1], "12"),
        ]
        for (bytes, text) in known {
            #expect(Base58.encode(bytes) == text)
            #expect(try Base58.decode(text) == bytes)
        }
    }

    /// Long division of the whole number by 58, byte by byte: slow and plain.
    static func plainBase58(_ bytes: [UInt8]) -> String {
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
        var (number, text) = (bytes, "")
        while number.contains(where: { $0 != 0 }) {
            var rest = 0
            for index in number.indices {
                (number[index], rest) = (UInt8((rest << 8 | Int(number[index])) / 58), (rest << 8 | Int(number[index])) % 58)
            }
            text = String(alphabet[rest]) + text
        }
        return String(repeating: "1", count: bytes.prefix { $0 == 0 }.count) + text
    }

    @Test func `in base58 is what long division gives`() throws {
        for count in 0..<90 {
            for bytes in [
                SystemRandom().bytes(count: count), [UInt8](repeating: 0xff, count: count), [0] + [UInt8](repeating: 0, count: count) + [1],
                [1] + [UInt8](repeating: 0, count: count),
            ] {
                let text = Self.plainBase58(bytes)
                #expect(Base58.encode(bytes) == text)
                #expect(try Base58.decode(text) == bytes)
            }
        }
    }

    @Test func `in base58 has a limit`() throws {
        let long = String(repeating: "2", count: Base58.maximumLength)
        #expect(try Base58.decode(long).count > 700)
        #expect(throws: CryptoError.textTooLong(encoding: "base58", limit: 1_024)) { try Base58.decode(long + "2") }
    }

    @Test func `comes back from every encoding`() throws {
        for count in 0..<70 {
            let bytes = SystemRandom().bytes(count: count)
            #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(try Base64.standard.decode(Base64.standard.encode(bytes)) == bytes)
            #expect(try Base64.url.decode(Base64.url.encode(bytes)) == bytes)
            #expect(try Base58.decode(Base58.encode(bytes)) == bytes)
            #expect(try Multibase.decode(Multibase.base58.encode(bytes)) == bytes)
            #expect(try Multibase.decode(Multibase.base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["", "x11", "mZg", "Z2NE", "é"])
    func `in multibase names an encoding that is known here`(text: String) {
        #expect(throws: CryptoError.invalidText(encoding: "multibase", offset: 0, reason: "it starts with z (base58btc) or u (base64url)"))
        {
            try Multibase.decode(text)
        }
    }

    @Test func `in multibase can be held to one encoding`() throws {
        #expect(try Multibase.base58.decode("z12") == [0, 1])
        #expect(throws: CryptoError.invalidText(encoding: "multibase", offset: 0, reason: "it must start with z")) {
            try Multibase.base58.decode("uAAE")
        }
    }
}
