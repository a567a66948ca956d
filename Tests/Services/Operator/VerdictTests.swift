import Credentials
import JSON
import TestSupport
import Testing

@testable import cairn

@Suite struct `A badge in a file` {
    @Test func `holds when everything was given and nothing is wrong`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify()
        #expect(call.code == 0 && call.errors.isEmpty)
        #expect(call.firstLine == "\(folder.folder)/badge.json: All 15 checks passed.")
        #expect(call.output.contains("  ✓ Passed            The signature is the Example College's. [proof]\n"))
        #expect(call.output.contains("  ✓ Passed            The list is 1 minute old. [status-age]\n"))
        #expect(call.output.contains("  ✓ Passed            It has no end date. [valid-until]\n"))
        #expect(call.output.contains("The file says: “Welding, level 1”, issued by “Example College” (did:key:"))
        #expect(!call.output.contains("Failed") && !call.output.contains("Could not"))
    }

    @Test func `says that trust was not judged when there is no list, and then trusts no name`() async throws {
        let call = try await BadgeFolder().verify(issuers: [])
        #expect(call.code == 0)
        #expect(call.output.hasSuffix("no list of issuers was given (--issuers FILE).\n"))
        #expect(call.output.contains("The signature is the issuer's. [proof]"))
    }

    @Test func `was taken back`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify(status: folder.statusFlags(revoked: [5]))
        #expect(call.code == 1 && call.firstLine.hasSuffix("badge.json: The issuer took this back."))
        #expect(call.output.contains("  ✗ Failed            It was taken back. [revocation]\n"))
        #expect(call.output.contains("Why: the issuer's list says so [revoked]\n"))
        #expect(try await folder.verify(status: folder.statusFlags(revoked: [6])).code == 0)
    }

    @Test func `was put on hold`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify(status: folder.statusFlags(suspended: [9]))
        #expect(call.code == 1 && call.firstLine.hasSuffix(": The issuer put this on hold. It may come back."))
    }

    @Test func `has ended, or has not begun`() async throws {
        var folder = try BadgeFolder()
        folder.badge.validUntil = DateTimeStamp("2026-10-01T00:00:00Z")
        let ended = try await folder.verify()
        #expect(ended.code == 1 && ended.firstLine.hasSuffix(": This ended on 1 October 2026. It was good until then."))
        #expect(ended.output.contains("It ended on 1 October 2026. [valid-until]"))
        folder = try BadgeFolder(validFrom: try #require(DateTimeStamp("2027-01-11T00:00:00Z")))
        let early = try await folder.verify()
        #expect(early.code == 1 && early.firstLine.hasSuffix(": This starts on 11 January 2027. It does not count yet."))
    }

    @Test func `was changed by one byte, and then nothing else of it is believed`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify(folder.badgeFile { $0.replacing("level 1", with: "level 2") })
        #expect(call.code == 1)
        #expect(call.firstLine.hasSuffix(": Do not rely on this. The text is not what the issuer signed."))
        #expect(call.output.contains("The signature does not match. [proof]"))
        #expect(!call.output.contains("Passed"))
        #expect(call.output.contains("Not made: taken back. Another check did not pass. [revocation]"))
    }

    @Test func `is signed by nobody`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify(folder.write("bare.json", folder.badge.json.bytes()))
        #expect(call.code == 1 && call.firstLine.hasSuffix("bare.json: Do not rely on this. Nobody signed it."))
    }

    @Test func `could not be checked for want of a list, or with one that is too old`() async throws {
        let folder = try BadgeFolder()
        let without = try await folder.verify(status: [])
        #expect(without.code == 2 && without.firstLine.hasSuffix(": 12 of 14 checks passed. 2 could not be made."))
        #expect(without.output.contains("Why: we do not have the list (list: \(BadgeFolder.list)) [status-unavailable]"))
        #expect(without.output.contains("Give the list with --status URL=FILE."))
        let old = try await folder.verify(status: folder.statusFlags(age: 400))
        #expect(old.code == 2 && old.output.contains("Our copy of the list is too old to count. [status-age]"))
        let newer = try await folder.verify(status: folder.statusFlags(age: -60))
        #expect(newer.output.contains("The list is newer than the moment that is judged. [status-age]"))
    }

    @Test func `comes from an issuer that the list does not know, has removed, or calls otherwise`() async throws {
        let folder = try BadgeFolder()
        let id = JSON.string(folder.did.description)
        let unknown = try await folder.verify(issuers: folder.issuersFlag([["id": "did:key:z6MkOther"]]))
        #expect(unknown.code == 2 && unknown.firstLine.hasSuffix(": It is real and unchanged. We do not know this issuer."))
        let removed = try await folder.verify(
            issuers: folder.issuersFlag([["id": id, "name": "Old College", "removed": "2026-11-01T00:00:00Z"]]))
        #expect(removed.code == 1 && removed.output.contains("The Old College was removed from the list on 1 November 2026."))
        #expect(
            removed.firstLine.hasSuffix(": 14 of 15 checks passed. 1 failed: issuer listed.")
                || removed.firstLine.hasSuffix("1 failed: issuer listed."))
        let other = try await folder.verify(issuers: folder.issuersFlag([["id": id, "name": "Other College"]]))
        #expect(other.code == 1 && other.output.contains("The name shown is not the listed name: Other College. [issuer-name]"))
    }

    @Test func `cannot steer the terminal that it is shown on`() async throws {
        let folder = try BadgeFolder(achievement: "A\u{1B}[2JB\u{202E}C\nPassed")
        let call = try await folder.verify()
        #expect(call.code == 0)
        #expect(!call.output.contains("\u{1B}") && !call.output.contains("\u{202E}"))
        #expect(call.output.contains("“A\u{FFFD}[2JB\u{FFFD}C\u{FFFD}Passed”"))
    }

    @Test func `is shown in colour where colour is shown`() async throws {
        let folder = try BadgeFolder()
        let call = try await folder.verify(status: folder.statusFlags(revoked: [5]), showsColour: true)
        #expect(call.output.contains("\u{1B}[32m✓ Passed\u{1B}[0m") && call.output.contains("\u{1B}[31m✗ Failed\u{1B}[0m"))
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/examples/ob-3.0"))) struct `The examples of Open Badges 3.0` {
    @Test func `never hold, since their signatures cannot be checked yet`() async throws {
        let root = SharedFiles.root + "/standards/examples/ob-3.0"
        var files: [String] = []
        for folder in ["implementation-guide", "spec", "validator"] {
            files += try SharedFiles.entries(of: "\(root)/\(folder)").filter { $0.hasSuffix(".json") }.map { "\(root)/\(folder)/\($0)" }
        }
        try #require(files.count > 45)
        for file in files {
            let call = await CairnCall.run(["verify", "--at", BadgeFolder.now, file])
            #expect([1, 2].contains(call.code), "\(file)")
            #expect(call.firstLine.hasPrefix("\(file): "))
            // Every sentence is there, and no placeholder of it was left without its fact.
            #expect(!call.output.contains(/\b(check|headline|label|outcome|reason|step)\.[a-z]/), "\(file)")
        }
    }
}
