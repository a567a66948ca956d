import Testing

@testable import Configuration

@Suite struct `The format of a setting` {
    @Test(arguments: [("250ms", 250), ("8s", 8_000), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000), ("0s", 0)])
    func `reads lengths of time`(text: String, milliseconds: Int) {
        #expect(ValueFormat.duration(.zero ... .seconds(86_400)).read(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "8", "s", "-1s", "1.5s", "8 s", "8S", "25h", "9223372036854775807d", "٣s"])
    func `reads no other lengths of time`(text: String) {
        #expect(ValueFormat.duration(.zero ... .seconds(86_400)).read(text) == nil)
    }

    @Test(arguments: [("0", 0), ("4096", 4_096), ("64KiB", 65_536), ("1MB", 1_000_000), ("1kB", 1_000), ("1MiB", 1_048_576), ("7B", 7)])
    func `reads sizes`(text: String, bytes: Int) {
        #expect(ValueFormat.size(0...1_048_576).read(text) == bytes)
    }

    @Test(arguments: ["", "KiB", "2MiB", "-1", "1K", "1.5MB", "99999999999999999999"])
    func `reads no other sizes`(text: String) {
        #expect(ValueFormat.size(0...1_048_576).read(text) == nil)
    }

    @Test func `writes a value as it would be read`() {
        for milliseconds in [0, 1, 999, 1_000, 1_500, 60_000, 90_000, 3_600_000, 86_400_000] {
            let format = ValueFormat.duration(.zero ... .seconds(86_400))
            #expect(format.read(format.write(.milliseconds(milliseconds))) == .milliseconds(milliseconds))
        }
        for bytes in [0, 1, 1_000, 1_024, 900_000, 65_536, 5_000_000] {
            let format = ValueFormat.size(0...10_000_000)
            #expect(format.read(format.write(bytes)) == bytes)
        }
        #expect(ValueFormat<Duration>.duration(.zero ... .seconds(90)).write(.milliseconds(1_500)) == "1500ms")
        #expect(ValueFormat<Int>.size(0...1).write(900_000) == "900kB")
    }

    @Test func `holds a number to its range`() {
        let format = ValueFormat.int(0...65_535)
        #expect(["0", "8080", "65535"].map { format.read($0) } == [0, 8_080, 65_535])
        #expect(["", "-1", "65536", "1e3", "0x10", " 1", "1_000"].allSatisfy { format.read($0) == nil })
    }

    @Test func `knows the cases of an enum`() {
        let format = ValueFormat<Part>.oneOf()
        #expect(format.expected == "one of http, events or both")
        #expect(format.placeholder == "http|events|both")
        #expect(format.read("both") == .both && format.read("Both") == nil)
    }

    @Test func `reads lists`() {
        let format = ValueFormat<[Int]>.list(of: .int(1...9), limit: 3)
        #expect(format.read("1, 2,3") == [1, 2, 3])
        #expect(["", "1,", "1,10", "1,2,3,4"].allSatisfy { format.read($0) == nil })
    }

    @Test(arguments: [
        ("https://cairn.example", "https", "cairn.example", nil, ""), ("HTTP://127.0.0.1:8080/a/b?c", "http", "127.0.0.1", 8_080, "/a/b"),
        ("http://[::1]:81/", "http", "::1", 81, "/"),
    ])
    func `reads the parts of an URL`(text: String, scheme: String, host: String, port: Int?, path: String) throws {
        let address = try #require(URLAddress(text))
        #expect(address.scheme == scheme && address.host == host && address.port == port && address.path == path)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "cairn.example", "https://", "https://:80", "https://user@host", "https://user:secret@host", "https://host:0",
        "https://host:65536",
        "https://host:x", "https://host#x", "https://ho st", "https://[::1", "https://[::1]x", "://host", "1http://host",
        "https://hö.example",
    ])
    func `reads no other URL`(text: String) {
        #expect(URLAddress(text) == nil)
    }

    @Test func `shows no secret`() {
        let secret = Secret(Array("swordfish".utf8))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("swordfish") && !text.contains("115"))
        }
        #expect(secret.text == "swordfish")
    }

    private enum Part: String, CaseIterable { case http, events, both }
}
