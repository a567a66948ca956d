import Configuration
import Crypto
import Glibc
import JSON
import TestSupport
import Testing

@testable import cairn

@Suite struct `The folder of a local stack` {
    let folder: StackFolder

    init() throws {
        self.folder = try StackFolder(try TestFolder.new() + "/.cairn")
    }

    @Test func `is marked with its site, and keeps to it once it has data`() throws {
        #expect(!self.folder.isMarked)
        try self.folder.make(url: "http://localhost:8080")
        #expect(self.folder.isMarked)
        try self.folder.make(url: "http://localhost:9090")
        try self.folder.make(url: "http://localhost:8080")
        #expect(mkdir(self.folder.postgres, 0o700) == 0, "from now on it has data")
        try self.folder.make(url: "http://localhost:8080")
        let failure = try #require(throws: CommandFailure.self) { try self.folder.make(url: "http://localhost:9999") }
        #expect(failure.description.contains("is http://localhost:8080, which its credentials bear for good"))
    }

    @Test func `is never one that holds other things`() async throws {
        let other = try StackFolder(try TestFolder.new())
        try PrivateFile.write("mine", to: other.path + "/notes")
        let refusal = try #require(throws: CommandFailure.self) { try other.make(url: "http://localhost:8080") }
        #expect(refusal.description.contains("holds other things than a stack of cairn up"))
        let call = await CairnCall.run(["down", "--wipe", "--folder", other.path])
        #expect(call.code == 1 && call.errors.contains("was not made by cairn up; it is left alone"))
        #expect(access(other.path + "/notes", R_OK) == 0)
        let none = await CairnCall.run(["down", "--folder", other.path + "/none"])
        #expect(none.code == 0 && none.output.contains("There is no stack at "))
    }

    @Test func `goes with all that is in it`() async throws {
        try self.folder.make(url: "http://localhost:8080")
        try PrivateFile.write("log", to: self.folder.log(of: "issuer"))
        let kept = await CairnCall.run(["down", "--folder", self.folder.path])
        #expect(kept.code == 0 && kept.output == "No stack runs in \(self.folder.path).\n")
        #expect(self.folder.isMarked)
        #expect(await CairnCall.run(["down", "--wipe", "--folder", self.folder.path]).code == 0)
        #expect(access(self.folder.path, F_OK) != 0)
    }

    @Test func `keeps the former run's logs apart`() throws {
        try self.folder.make(url: "http://localhost:8080")
        try PrivateFile.write("first", to: self.folder.log(of: "issuer"))
        self.folder.turnLogs(of: ["issuer", "wallet"])
        #expect(access(self.folder.log(of: "issuer"), F_OK) != 0)
        #expect(try SharedFiles.contents(of: self.folder.logs + "/issuer.before.log") == Array("first".utf8))
    }

    @Test func `gets its secrets once, for its owner alone, and both keys are believed`() throws {
        try self.folder.make(url: "http://localhost:8080")
        let paths = StackSecrets.Paths(folder: self.folder)
        let first = try StackSecrets(of: self.folder, from: SystemRandom())
        let files = [paths.localKey, paths.sessionKey, paths.masterKey, paths.passwords]
        let before = try files.map { try SharedFiles.contents(of: $0) }
        let second = try StackSecrets(of: self.folder, from: SystemRandom())
        #expect(try files.map { try SharedFiles.contents(of: $0) } == before)
        #expect(first.passwords == second.passwords && Set(first.passwords.byRole.values).count == 15)
        for file in files + [paths.tokens, paths.tickets] {
            var facts = stat()
            #expect(stat(file, &facts) == 0 && facts.st_mode & 0o777 == 0o600, "\(file)")
        }
        let keys = try JSON(parsing: SharedFiles.contents(of: paths.tokens))["keys"]?.array ?? []
        #expect(keys.map { $0["kid"]?.string } == ["local", "session"])
        #expect(keys.allSatisfy { $0["d"] == nil }, "public halves only")
    }
}
