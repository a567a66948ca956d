import Chassis
import CloudEvents
import Crypto
import Glibc
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn

@Suite struct `A call of cairn token` {
    private static let person = "0190b1c2-7d3e-7abc-8def-0123456789ab"

    @Test func `prints a bearer token that the site's services believe`() async throws {
        let stack = try StackFiles(url: "http://localhost:8080")
        let call = await CairnCall.run([
            "token", "--as", "staff", "--college", "7", "--scopes", "credential.issue", "--folder", stack.folder,
        ])
        #expect(call.code == 0, "\(call.errors)")
        let claims = try stack.claims(call.firstLine, type: "at+jwt")
        let visitor = try Visitor(claims: claims)
        #expect(visitor == .staff(.init(college: 7, scopes: ["credential.issue"])))
        #expect((claims["exp"]?.int ?? 0) - (claims["iat"]?.int ?? 0) == 3_600)
    }

    @Test func `lets staff and employers do everything unless told otherwise`() async throws {
        let stack = try StackFiles(url: "http://localhost:8080")
        let staff = await CairnCall.run(["token", "--as", "staff", "--folder", stack.folder])
        let asStaff = try Visitor(claims: try stack.claims(staff.firstLine, type: "at+jwt"))
        #expect(asStaff.scopes == VisitorScopes.staff)
        let employer = await CairnCall.run(["token", "--as", "employer", "--employer", Self.person, "--folder", stack.folder])
        let asEmployer = try Visitor(claims: try stack.claims(employer.firstLine, type: "at+jwt"))
        #expect(asEmployer == .employer(try #require(UUIDValue(Self.person)), scopes: ["role.post", "match.read"]))
        let learner = await CairnCall.run(["token", "--as", "learner", "--person", Self.person, "--life", "5m", "--folder", stack.folder])
        let asLearner = try Visitor(claims: try stack.claims(learner.firstLine, type: "at+jwt"))
        #expect(asLearner == .learner(college: 1, person: try #require(UUIDValue(Self.person))))
    }

    @Test func `prints links whose tickets differ each time`() async throws {
        let stack = try StackFiles(url: "http://localhost:8080")
        let words = ["token", "--link", "learner:S1", "--to", "/pathway/", "--folder", stack.folder]
        let first = await CairnCall.run(words)
        let second = await CairnCall.run(words)
        let start = "http://localhost:8080/enter?ticket="
        #expect(first.firstLine.hasPrefix(start) && second.firstLine.hasPrefix(start))
        let claims = try stack.claims(String(first.firstLine.dropFirst(start.count)), type: "ticket+jwt")
        let other = try stack.claims(String(second.firstLine.dropFirst(start.count)), type: "ticket+jwt")
        #expect(claims["visitor"] == "learner" && claims["college"] == 1 && claims["student"] == "S1" && claims["to"] == "/pathway/")
        #expect(claims["person"] == nil, "the issuer alone knows her")
        #expect(claims["jti"]?.string?.utf8.count == 32 && claims["jti"] != other["jti"])
    }

    @Test(arguments: [
        ([], "say one of --as (a bearer token) and --link (a link to sign in by)"),
        (["--as", "staff", "--link", "staff"], "say one of --as (a bearer token) and --link (a link to sign in by)"),
        (["--as", "learner"], "--as learner needs --person, the id that /wallet/api/v1/me says; --link takes a student number"),
        (["--as", "employer"], "--as employer needs --employer, its id"),
        (["--as", "staff", "--person", Self.person], "--person goes with --as learner alone"),
        (["--as", "staff", "--employer", Self.person], "--employer goes with --as employer alone"),
        (["--as", "learner", "--person", Self.person, "--scopes", "x"], "a learner has no scopes: she sees her own, and all of it"),
        (["--as", "staff", "--to", "/x"], "--to goes with --link alone"),
        (["--link", "learner:"], "--link should be learner:STUDENT, staff or employer:UUID"),
        (["--link", "learner"], "--link should be learner:STUDENT, staff or employer:UUID"),
        (["--link", "employer:7"], "--link should be learner:STUDENT, staff or employer:UUID"),
        (["--link", "staff", "--to", "//evil.example"], "--to should be a path of the site"),
        (["--link", "staff", "--life", "2d"], "--life should be"),
        (["--as", "nobody"], "--as should be one of staff, learner or employer"),
        (
            ["--as", "staff", "--folder", "/nowhere"],
            "/nowhere/stack.json can't be used: No such file or directory; does cairn up run there?"
        ),
    ])
    func `refuses what does not fit together`(words: [String], sentence: String) async throws {
        let stack = try StackFiles(url: "http://localhost:8080")
        let call = await CairnCall.run(["token"] + words + (words.contains("--folder") ? [] : ["--folder", stack.folder]))
        #expect(call.code == 64)
        #expect(call.output == "")
        #expect(call.errors.contains(sentence), "\(call.errors)")
    }

    @Test func `makes no token for a site that is not on this machine`() async throws {
        let stack = try StackFiles(url: "https://cairn.example")
        let call = await CairnCall.run(["token", "--as", "staff", "--folder", stack.folder])
        #expect(call.code == 64)
        #expect(call.errors.contains("https://cairn.example is not on this machine, and its tokens are not made here"))
    }
}

/// What a stack leaves in its folder for commands that sign, in a folder that is gone afterwards.
final class StackFiles: Sendable {
    let folder: String
    let site: LocalSite
    private let verificationKey: VerificationKey
    private let files: BadgeFolder

    init(url: String) throws {
        self.files = try BadgeFolder()
        self.folder = self.files.folder
        _ = try self.files.write("stack.json", JSON.object(["url": .string(url), "pid": 1]).bytes())
        try #require(mkdir("\(self.folder)/keys", 0o700) == 0)
        let key = try SigningKeyFile(making: "\(self.folder)/keys/local.jwk", keyID: "local", from: SystemRandom())
        self.site = LocalSite(url: url, key: key)
        self.verificationKey = try key.signer(issuer: url, type: "").verificationKey
    }

    /// The claims of a token that a service of the site would believe.
    func claims(_ token: String, type: String) throws -> JSON {
        try TokenVerifier(keys: KeySet([self.verificationKey]), issuer: self.site.url, audience: "cairn", type: type)
            .claims(of: token, at: WallTime.now())
    }
}
