import Testing

@testable import HTTP

@Suite struct `A form` {
    private static func request(_ type: String, _ body: String, pieces: Int = 1_000_000) throws -> HTTPRequest {
        let bytes = Array(body.utf8)
        let chunks = stride(from: 0, to: bytes.count, by: pieces).map { Array(bytes[$0..<min($0 + pieces, bytes.count)]) }
        return try HTTPRequest(method: .post, target: "/", headers: [.contentType: type], body: HTTPRequestBody(chunks: chunks))
    }

    private static let urlEncoded = "application/x-www-form-urlencoded"
    private static let multipart = "multipart/form-data; boundary=xYz"
    private static let upload = [
        "--xYz", "Content-Disposition: form-data; name=\"college\"", "", "north", "--xYz",
        "content-disposition: form-data; name=\"rows\"; filename=\"a%22b.csv\"", "Content-Type: text/csv", "",
        "id,name\r\n1,Ada\r\n--xY\r\n",
        "--xYz", "Content-Disposition: form-data; name=\"empty\"", "", "", "--xYz--", "",
    ].joined(separator: "\r\n")

    @Test func `is read when it is url-encoded`() async throws {
        let form = try await Self.request(Self.urlEncoded + "; charset=utf-8", "name=Ada+L.&note=%C3%A4%0D%0Ab&ok=on").form()
        #expect(form.map { "\($0.name)=\($0.value)" } == ["name=Ada L.", "note=ä\r\nb", "ok=on"])
    }

    @Test func `is refused with a reason when its encoding, type or length is wrong`() async throws {
        let cases = [
            ("text/plain", "a=b", 415), (Self.multipart, "a=b", 415), (Self.urlEncoded, "a=%", 400), (Self.urlEncoded, "a= b", 400),
            (Self.urlEncoded, "a=ä", 400), (Self.urlEncoded, "a&b&c&d", 400), (Self.urlEncoded, String(repeating: "a", count: 101), 413),
        ]
        for (type, body, status) in cases {
            let error = await #expect(throws: HTTPError.self) {
                try await Self.request(type, body).form(limits: FormLimits(fields: 3, bytes: 100))
            }
            #expect(error?.status.code == status, "\(body)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64, 1_000])
    func `with a file is read, whatever pieces it comes in`(pieces: Int) async throws {
        let form = try await MultipartForm(try Self.request(Self.multipart, Self.upload, pieces: pieces))
        #expect(form.fields.map { "\($0.name)=\($0.value)" } == ["college=north", "empty="])
        #expect(form["college"] == "north")
        let file = try #require(form.file("rows"))
        #expect(file.header.filename == "a\"b.csv")
        #expect(file.header.contentType == "text/csv")
        #expect(String(decoding: file.bytes, as: UTF8.self) == "id,name\r\n1,Ada\r\n--xY\r\n")
    }

    @Test func `with a file streams it, and skips what is not wanted`() async throws {
        let big = String(repeating: "0123456789", count: 100_000)
        let body =
            "--xYz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n\(big)\r\n--xYz\r\n"
            + "Content-Disposition: form-data; name=\"last\"\r\n\r\nend\r\n--xYz--"
        var reader = try MultipartReader(try Self.request(Self.multipart, body, pieces: 10_000), maxParts: 2)
        #expect(try await reader.nextPart()?.name == "f")
        var count = 0
        while let bytes = try await reader.nextBytes() {
            #expect(!bytes.isEmpty && bytes.count <= 10_010)
            count += bytes.count
        }
        #expect(count == big.utf8.count)
        #expect(try await reader.nextPart()?.name == "last")
        #expect(try await reader.nextPart() == nil)
        var skipping = try MultipartReader(try Self.request(Self.multipart, body, pieces: 10_000), maxParts: 2)
        _ = try await skipping.nextPart()
        #expect(try await skipping.nextPart()?.name == "last")
        #expect(String(decoding: try #require(try await skipping.nextBytes()), as: UTF8.self) == "end")
    }

    @Test func `with a file is refused when it is malformed`() async throws {
        let part = "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        let broken = [
            "", "--xYz", "--xYz--x", "preamble\r\n\(part)--xYz--", "\(part)--xYz", "\(part)--xYz--\r\nepilogue", "\(part)--xYz \r\n",
            "--xYz\r\n\r\n1\r\n--xYz--", "--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"; filename*=\"b\"\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\r\nX: b\"\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nnocolon\r\n\r\n1\r\n--xYz--", "--xYz\r\nX-A: \(String(repeating: "a", count: 9_000))\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\0\r\n--xYz--",
        ]
        for body in broken {
            let error = await #expect(throws: HTTPError.self) { try await MultipartForm(try Self.request(Self.multipart, body)) }
            #expect(error?.status == .badRequest, "\(body.prefix(80))")
        }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a b", Self.urlEncoded] {
            let error = await #expect(throws: HTTPError.self) { try await MultipartForm(try Self.request(type, Self.upload)) }
            #expect(error?.status == .unsupportedMediaType, "\(type)")
        }
    }

    @Test func `with files is held to its limits`() async throws {
        func form(_ limits: FormLimits) async throws {
            _ = try await MultipartForm(try Self.request(Self.multipart, Self.upload), limits: limits)
        }
        try await form(FormLimits(fields: 3, bytes: 5, files: 1, fileBytes: 22))
        let tooTight = [
            (FormLimits(fields: 2), HTTPStatus.badRequest), (FormLimits(bytes: 4), .contentTooLarge),
            (FormLimits(files: 0), .contentTooLarge),
            (FormLimits(fileBytes: 21), .contentTooLarge),
        ]
        for (limits, status) in tooTight {
            let error = await #expect(throws: HTTPError.self) { try await form(limits) }
            #expect(error?.status == status)
        }
    }
}
