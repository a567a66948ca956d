import Testing

@testable import HTTP

@Suite struct `A message` {
    @Test func `finds fields without regard to case, and joins those of one name`() throws {
        var fields: HTTPFields = [.accept: "a", .cookie: "b=1"]
        fields.append(HTTPField(name: try #require(HTTPField.Name("ACCEPT")), value: "c"))
        fields.append(HTTPField(name: .cookie, value: "d=2"))
        #expect(fields[.accept] == "a, c")
        #expect(fields[.cookie] == "b=1; d=2")
        #expect(fields.values(of: .accept) == ["a", "c"])
        fields[.accept] = "e"
        #expect(fields.values(of: .accept) == ["e"])
        #expect(fields.first?.name == .accept)
        fields[.accept] = nil
        #expect(!fields.contains(.accept))
        #expect(fields.count == 2)
        #expect(Set([HTTPField.Name.accept, HTTPField.Name("aCCept")]).count == 1)
        #expect(HTTPField.Name("a b") == nil)
        #expect(HTTPField.Name("[") == nil)
        #expect(HTTPField.Name("@") != HTTPField.Name("`"))
    }

    @Test func `lets no value begin a line of its own`() async throws {
        #expect(HTTPField(name: .location, value: "/a\r\nSet-Cookie: x\0").value == "/a  Set-Cookie: x ")
        let injecting = Answering { request in
            let name = try request.query()["name"] ?? ""
            return HTTPResponse(status: .seeOther, headers: [.location: "/\(name)"])
        }
        try await RunningServer.with(.init(), injecting) { running in
            let response = try await HTTPTestClient.live(running.address).execute("/?name=a%0D%0ASet-Cookie:%20b=c")
            #expect(response.headers[.setCookie] == nil)
            #expect(response.headers[.location] == "/a  Set-Cookie: b=c")
        }
    }

    @Test func `reads its query strictly`() throws {
        let items = try HTTPRequest(method: .get, target: "/?a=1&b=x+y%2B&a=2&c&d=e=f&&%C3%A4=").query()
        #expect(items.map { "\($0.name)=\($0.value)" } == ["a=1", "b=x y+", "a=2", "c=", "d=e=f", "ä="])
        #expect(items["a"] == "1")
        #expect(items.values(of: "a") == ["1", "2"])
        let twice = #expect(throws: HTTPError.self) { try items.single("a") }
        #expect(twice?.status == .badRequest)
        #expect(try items.single("b") == "x y+")
        #expect(try items.single("z") == nil)
        for broken in ["a=%", "a=%0", "a=%GG", "%FF=a", "a=%00", String(repeating: "a&", count: 257)] {
            let error = #expect(throws: HTTPError.self) { try QueryItems(broken) }
            #expect(error?.status == .badRequest)
        }
    }

    @Test func `reads its cookies strictly`() throws {
        let request = try HTTPRequest(
            method: .get, target: "/",
            headers: [.cookie: "a=1; b=\"2\"; c=x y; d; =e; f=ä; twice=1; twice=2; g=; h=a,b; i=\"", .accept: "*/*"])
        let cookies = request.cookies
        #expect(
            ["a", "b", "c", "d", "", "f", "twice", "g", "h", "i"].map { cookies[$0] } == ["1", "2", nil, nil, nil, nil, nil, "", nil, nil])
    }

    @Test func `sets cookies that scripts can't read`() {
        #expect("\(SetCookie(name: "session", value: "a.b.c", isSecure: true))" == "session=a.b.c; Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect("\(SetCookie(name: "s", value: "", isSecure: false, maxAge: .zero))" == "s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }

    @Test func `names its media type without parameters`() throws {
        for (field, type) in [("application/JSON; charset=utf-8", "application/json"), (" text/html ;x", "text/html"), ("a/b", "a/b")] {
            #expect(try HTTPRequest(method: .post, target: "/", headers: [.contentType: field]).mediaType == type)
        }
        #expect(try HTTPRequest(method: .get, target: "/").mediaType == nil)
    }

    @Test func `knows which versions of content a client has`() throws {
        let sheet = StaticContent(Array("a{}".utf8), contentType: "text/css", maxAge: .seconds(300))
        let tag = sheet.tag.description
        let fresh = sheet.response(to: try HTTPRequest(method: .get, target: "/"))
        #expect(fresh.status == .ok)
        #expect(fresh.headers == [.contentType: "text/css", .eTag: tag, .cacheControl: "public, max-age=300"])
        for field in [tag, "W/\(tag)", "\"x\", \(tag)", "*", "\"x\" ,, W/\(tag) "] {
            let known = sheet.response(to: try HTTPRequest(method: .get, target: "/", headers: [.ifNoneMatch: field]))
            #expect(known.status == .notModified, "\(field)")
            #expect(known.headers == [.eTag: tag, .cacheControl: "public, max-age=300"])
        }
        for field in ["\"x\"", "", "x", "\"", tag + "x", "W/", "\(sheet.tag.opaque)"] {
            let unknown = sheet.response(to: try HTTPRequest(method: .get, target: "/", headers: [.ifNoneMatch: field]))
            #expect(unknown.status == .ok, "\(field)")
        }
        #expect(sheet.tag.isNamed(byIfMatch: tag))
        #expect(!sheet.tag.isNamed(byIfMatch: "W/\(tag)"))
        #expect(EntityTag(ofTrusted: [1]) != EntityTag(ofTrusted: [2]))
        #expect(EntityTag("a\"b") == nil)
    }
}
