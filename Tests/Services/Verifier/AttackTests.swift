import Credentials
import EventStack
import HTTP
import JSON
import Observability
import ServiceLifecycle
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `A verifier under attack` {
    @Test(arguments: [
        ("not JSON", "Dear verifier", "line 1, column 1", "#"),
        ("a token", "eyJhbGciOiJFZERTQSJ9.e30.AAAA", "line 1, column 1", "#"),
        ("a duplicate name", "{\"issuer\": {\"id\": \"a\",\n \"id\": \"b\"}}", "line 2, column 2", "#/issuer/id"),
        ("cut short", "{\"type\": [\"Verif", "line 1, column", "#/type/0"),
        ("too deep", String(repeating: "[", count: 100_000), "levels deep", ""),
        ("deep objects", String(repeating: "{\"a\":", count: 50_000), "levels deep", ""),
        ("white space", " \n ", "line 2", "#"),
        ("a byte order mark", "\u{FEFF}{}", "byte order mark", "#"),
    ])
    func `says where JSON is broken`(name: String, body: String, sentence: String, pointer: String) async throws {
        try await FilledVerifier.with { verifier in
            let answer = try await verifier.post(Array(body.utf8))
            let problem = try JSON(parsing: answer.body)
            #expect(answer.status == .badRequest, "\(name)")
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(problem["code"]?.string == "json-malformed")
            #expect(problem["detail"]?.string?.contains(sentence) == true, "\(problem)")
            if !pointer.isEmpty { #expect(problem["errors"]?.array?.first?["pointer"]?.string == pointer, "\(problem)") }
        }
    }

    @Test func `says what is wrong with a body that is none, too long or of another kind`() async throws {
        try await FilledVerifier.with { verifier in
            let empty = try await verifier.post([])
            #expect(empty.status == .badRequest && empty.text.contains("\"body-empty\""))
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
                let answer = try await verifier.post(Array("{}".utf8), type: type)
                #expect(answer.status == .unsupportedMediaType && answer.text.contains("application/vc+ld+json"), "\(type)")
            }
            #expect(try await verifier.post(Array("{}".utf8), type: nil).status == .unsupportedMediaType)
            for type in ["application/vc+ld+json", "Application/LD+JSON; charset=utf-8", "application/json"] {
                #expect(try await verifier.post(Array("{}".utf8), type: type).status == .ok, "\(type)")
            }
            for query in ["?at=yesterday", "?at=2026-11-25", "?at=", "?at=2026-11-25T12:00:00Z&at=2026-11-25T12:00:00Z"] {
                #expect(try await verifier.post(Array("{}".utf8), query: query).status == .badRequest, "\(query)")
            }
        }
    }

    @Test func `refuses two megabytes over a socket, and goes on`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let server = HTTPServer(
                logger: Logger(label: "test", handler: NoLog()),
                responder: verifier.service.routes.responder(logger: Logger(label: "test", handler: NoLog())))
            let run = Task { try await server.run() }
            let client = HTTPTestClient.live(try await server.address())
            let target = "/verifier/api/v1/verifications"
            let long = [UInt8](repeating: UInt8(ascii: " "), count: 2 << 20)
            let refused = try await client.execute(target, method: .post, headers: [.contentType: "application/json"], body: long)
            #expect(refused.status == .contentTooLarge && refused.headers[.contentType] == "application/problem+json")
            let good = try await client.execute(
                target, method: .post, headers: [.contentType: "application/vc"], body: college.signed().bytes())
            #expect(Answer(try JSON(parsing: good.body)).overall == "valid")
            run.cancel()
            try await run.value
        }
    }

    @Test(arguments: [
        "1", "null", "[]", "{}", "\"\"", "{\"issuer\":\"\\u0000\",\"credentialStatus\":{\"statusListCredential\":\"\\u0000\"}}",
    ])
    func `gives what is JSON but no credential a verdict that is not valid`(text: String) async throws {
        try await FilledVerifier.with { verifier in
            let answer = try await verifier.post(Array(text.utf8))
            #expect(answer.status == .ok)
            #expect(Answer(try JSON(parsing: answer.body)).overall == "invalid", "\(answer.text)")
        }
    }

    @Test(arguments: Burden.allCases)
    func `judges a long body as hard as can be in bearable time`(burden: Burden) async throws {
        // A quarter of what is taken: enough to tell a cost that grows with the square, and quick in a debug build.
        let length = VerificationRoutes.bodyLimit / 4
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let body = try burden.body(around: college.signed(), length: length)
            #expect(body.count > length * 9 / 10 && body.count <= length)
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try await verifier.post(body)
            let time = clock.now - start
            let verdict = Answer(try JSON(parsing: answer.body))
            #expect(answer.status == .ok && ["invalid", "unchecked"].contains(verdict.overall))
            #expect(time < .seconds(20), "a debug build on a busy machine, and yet no more than some seconds")
        }
    }

    @Test func `calls a changed text one that is not what the issuer signed`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let text = try college.signed().description
            for (old, new) in [("Welding, level 1", "Welding, level 2"), ("sound seams", "sound seamz"), ("Joins", "joins")] {
                let changed = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: new)
                #expect(changed != text)
                let answer = try await verifier.verdict(try JSON(parsing: changed))
                #expect(answer.overall == "invalid" && answer.headline == "not-as-signed")
                #expect(answer.outcome(of: "revocation") == "not-checked not-made")
            }
        }
    }

    @Test func `finds none of 2,000 mutations of a good badge valid that means something else, and never breaks`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let document = try college.signed()
            var random = SeededRandom(20_261_125)
            var counts: [Int: Int] = [:]
            for round in 0..<2_000 {
                let mutant = Mutation.of(document.bytes(), with: &random)
                let answer = try await verifier.post(mutant)
                counts[answer.status.code, default: 0] += 1
                #expect([200, 400].contains(answer.status.code), "round \(round): \(answer.text)")
                guard answer.status == .ok, Answer(try JSON(parsing: answer.body)).overall == "valid" else { continue }
                #expect(try JSON(parsing: mutant) == document, "round \(round)")
            }
            // Both ways out were taken, so that the mutants were neither all broken nor all harmless.
            #expect(counts[200, default: 0] > 200 && counts[400, default: 0] > 200, "\(counts)")
        }
    }
}

/// What fills a body up to its limit.
enum Burden: String, CaseIterable {
    case names, numbers, statuses, proofs, contexts, types, objects, text

    func body(around badge: JSON, length: Int) throws -> [UInt8] {
        let proof = (badge["proof"] ?? nil).description
        let (name, item): (String, (Int) -> String) =
            switch self {
            case .names: ("many", { "\"n\($0)\":0" })
            case .numbers: ("many", { "1.\($0)e-300" })
            case .statuses: ("credentialStatus", { "{\"type\":\"BitstringStatusListEntry\",\"statusListCredential\":\"https://a/\($0)\"}" })
            case .proofs: ("proof", { _ in proof })
            case .contexts: ("@context", { "\"https://a/\($0)\"" })
            case .types: ("type", { "\"t\($0)\"" })
            case .objects: ("evidence", { "{\"id\":\"https://a/\($0)\",\"b\($0)\":{\"c\($0)\":[]}}" })
            case .text: ("many", { _ in "\"\(String(repeating: "\\u00e9", count: 1_000))\"" })
            }
        guard var object = badge.object else { return [] }
        object.remove(name)
        var bytes = Array(JSON.object(object).bytes().dropLast()) + Array(",\"\(name)\":\(self == .names ? "{" : "[")".utf8)
        var number = 0
        while true {
            let next = Array(((number == 0 ? "" : ",") + item(number)).utf8)
            guard bytes.count + next.count + 2 <= length else { break }
            bytes += next
            number += 1
        }
        return bytes + Array((self == .names ? "}}" : "]}").utf8)
    }
}

/// Small damage to a text.
enum Mutation {
    static func of(_ bytes: [UInt8], with random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0...7, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
            case 3: bytes[place] = UInt8(ascii: "a") + UInt8.random(in: 0...25, using: &random)
            case 4:
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.insert(UInt8(ascii: " "), at: place)
            }
        }
        return bytes
    }
}
