import Configuration
import Credentials
import JSON
import TestSupport
import Testing

@testable import cairn

@Suite struct `A call of cairn verify` {
    @Test func `gives one line of JSON for each file`() async throws {
        let folder = try BadgeFolder()
        let changed = try folder.badgeFile("changed.json") { $0.replacing("steel", with: "brass") }
        let call = try await folder.verify(more: ["--json", changed, "\(folder.folder)/absent.json"])
        #expect(call.code == 1)
        let documents = try call.lines.filter { !$0.isEmpty }.map { try JSON(parsing: $0) }
        #expect(documents.map { $0["verdict"] } == ["invalid", "unchecked", "valid"])
        #expect(documents.map { $0["headline"] } == ["not-as-signed", "could-not-check", "all-passed"])
        #expect(documents[0]["file"] == .string(changed) && documents[0]["at"] == .string(BadgeFolder.now))
        #expect(documents[1]["error"] == "No such file or directory")
        #expect(documents[2]["counts"] == ["checks": 15, "passed": 15, "failed": 0, "not-checked": 0])
    }

    @Test func `ends with the worst of its files`() async throws {
        let folder = try BadgeFolder()
        let (good, absent) = (try folder.badgeFile("good.json"), "\(folder.folder)/absent.json")
        let changed = try folder.badgeFile("changed.json") { $0.replacing("steel", with: "brass") }
        #expect(try await folder.verify(good, more: [good]).code == 0)
        #expect(try await folder.verify(good, more: [absent]).code == 2)
        #expect(try await folder.verify(absent, more: [changed, good]).code == 1)
    }

    @Test func `says of a file what keeps it from being read`() async throws {
        let folder = try BadgeFolder()
        let absent = await CairnCall.run(["verify", "\(folder.folder)/absent.json"])
        #expect(absent.code == 2 && absent.output.isEmpty)
        #expect(absent.errors == "\(folder.folder)/absent.json: We could not read the file: No such file or directory.\n")
        let large = await CairnCall.run(["verify", try folder.write("large", [UInt8](repeating: 32, count: 1 << 20 + 1))])
        #expect(large.code == 2)
        #expect(large.output.contains("It is larger or deeper than we read. [format]\n"))
        #expect(large.output.contains("(limit: 1048576) [too-large]"))
        for (name, bytes, sentence) in [
            ("link", Array("https://college.example/c/1\n".utf8), "This is a link, not a credential; open it."),
            ("picture", [0x89] + Array("PNG\r\n".utf8), "This is a picture; badges inside pictures can't be read yet."),
            ("token", Array("eyJhbGciOiJFZERTQSJ9.e30.AA".utf8), "It uses a format we can't read yet."),
        ] {
            let call = await CairnCall.run(["verify", try folder.write(name, bytes)])
            #expect(call.code == 2 && call.firstLine.hasSuffix("\(name): \(sentence)"), "\(call.output)")
        }
        let prose = await CairnCall.run(["verify", try folder.write("prose", Array("Dear verifier".utf8))])
        #expect(prose.code == 1 && prose.firstLine.hasSuffix("prose: We could not read this as a credential."))
        let broken = await CairnCall.run(["verify", try folder.write("broken", Array("{\n  \"a\": 1,\n}".utf8))])
        #expect(broken.code == 1)
        #expect(broken.firstLine.contains(": We could not read this as a credential. line 3, column 1: "))
    }

    @Test func `refuses what it cannot mean, with 64 and the way out`() async throws {
        let folder = try BadgeFolder()
        let badge = try folder.badgeFile()
        let list = try folder.write("list.json", Array("{".utf8))
        let odd = try folder.write("odd.json", Array("{\"name\": \"A\", \"issuers\": [{\"id\": \"x\", \"nmae\": \"y\"}]}".utf8))
        let other = try folder.write("other.json", Array("{\"id\": \"did:web:b.example\"}".utf8))
        let twice = try folder.write("twice.json", Array("{\"name\": \"A\", \"issuers\": [{\"id\": \"x\"}, {\"id\": \"x\"}]}".utf8))
        let cases: [([String], String)] = [
            (["--statsu", "a", badge], "--statsu is not known; did you mean \"--status\"?"), ([], "FILE is missing: A credential"),
            (["--status", "list.json", badge], "--status should be a status list's URL, =, and its file, but is \"list.json\""),
            (["--status", "https://a.example/1=/nowhere", badge], "/nowhere, can't be used: No such file or directory"),
            (["--status", "https://a.example/1=\(list)", badge], "list.json, can't be used: line 1, column 2: "),
            (["--did", "https://a.example=\(list)", badge], "list.json, can't be used: line 1, column 2: "),
            (["--did", "did:web:a.example=\(other)", badge], "other.json, can't be used: it is the document of did:web:b.example"),
            (["--issuers", odd, badge], "odd.json, can't be used: /issuers/0/nmae (line 1, column 39) is not known here"),
            (["--issuers", twice, badge], "/issuers/1 has the id of an issuer before it; keep one of the two"),
            (["--at", "yesterday", badge], "--at should be a time with its offset, such as 2026-11-25T12:00:00Z"),
            (["-", "-"], "- stands twice"),
        ]
        for (words, sentence) in cases {
            let call = await CairnCall.run(["verify"] + words)
            #expect(call.code == 64 && call.output.isEmpty, "\(words)")
            #expect(call.errors.contains(sentence), "\(call.errors)")
        }
        let flags = try folder.statusFlags()
        #expect(await CairnCall.run(["verify"] + flags + flags + [badge]).errors.contains("gives two files for \(BadgeFolder.list)"))
    }

    @Test func `takes a URL that has an = of its own`() throws {
        let key = ConfigurationKey(required: "status", AddressedFile.statusList, help: "")
        let file = key.value(of: "https://college.example/status?n=1=a/list.json") as? AddressedFile
        #expect(file == AddressedFile(address: "https://college.example/status?n=1", path: "a/list.json"))
    }

    @Test func `teaches its ways to end, its options and the form of a list of issuers`() async {
        let help = await CairnCall.run(["help", "verify"])
        #expect(help.code == 0)
        for part in [
            "--status URL=FILE", "may be said several times", "\"issuers\": [{\"id\"", "\n  1   a check of some file failed\n",
            "\n  2   none",
        ] {
            #expect(help.output.contains(part), "\(part)")
        }
        #expect(help.output == (await CairnCall.run(["verify", "--help"])).output)
    }
}

@Suite struct `The binary` {
    @Test func `ends with 0, 1, 2 and 64, and reads standard input`() async throws {
        let folder = try BadgeFolder()
        let flags = try ["verify", "--at", BadgeFolder.now] + folder.statusFlags() + folder.issuersFlag()
        let good = try await CairnCall.process(flags + [try folder.badgeFile()])
        #expect(good.code == 0 && good.firstLine.hasSuffix("badge.json: All 15 checks passed.") && !good.output.contains("\u{1B}"))
        let bytes = try folder.sign(folder.badge.json).bytes()
        let changed = try await CairnCall.process(flags + ["-"], input: bytes.replacing("level 1", with: "level 9"))
        #expect(changed.code == 1)
        #expect(changed.firstLine == "standard input: Do not rely on this. The text is not what the issuer signed.")
        #expect(try await CairnCall.process(["verify", "--at", BadgeFolder.now, "-"], input: bytes).code == 2)
        #expect(try await CairnCall.process(["verify", "--jsno", "-"]).code == 64)
    }

    @Test func `teaches without being asked, and lets the services' variables be`() async throws {
        let bare = try await CairnCall.process([], environment: ["CAIRN_HTTP_PORT": "x", "CAIRN_CONFIG": "/nowhere"])
        #expect(bare.code == 0 && bare.output.contains("Usage: cairn COMMAND"))
        #expect(bare.output == (try await CairnCall.process(["--help"])).output)
        #expect(try await CairnCall.process(["--version"]).output == "cairn \(Operator.version)\n")
    }
}
