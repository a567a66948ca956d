import Credentials
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/bitstring-status-list"))) struct `The vectors of status lists` {
    let vectors: JSON

    init() throws {
        self.vectors = try SharedJSON.read("vectors/bitstring-status-list/vectors.json")
    }

    @Test func `unpack to their bits`() throws {
        let valid = try #require(self.vectors["valid"]?.array)
        try #require(valid.count == 6)
        for vector in valid {
            let size = vector["statusSize"]?.int ?? 1
            let list = try BitstringStatusList(encoded: try #require(vector["encodedList"]?.string), statusSize: size)
            #expect(list.count * size == vector["bits"]?.int)
            var expected: [Int: Int] = [:]
            for index in vector["set"]?.array ?? [] { expected[try #require(index.int)] = 1 }
            for (index, value) in vector["values"]?.object ?? [:] {
                let digits = try #require(value.string).dropFirst(2)
                expected[try #require(Int(index))] = Int(digits, radix: 16)
            }
            for index in 0..<list.count { try #require(try list.status(at: index) == expected[index] ?? 0, "\(index)") }
            #expect(try BitstringStatusList(encoded: list.encoded, statusSize: size) == list)
        }
        print("bitstring-status-list: run \(valid.count) valid, passed all, skipped 0")
    }

    @Test func `that must be rejected are, with their codes`() throws {
        let rejected = try #require(self.vectors["must_reject"]?.array)
        try #require(rejected.count == 13)
        for vector in rejected {
            let entry: JSON = .object(omittingNil: [
                "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                "statusListIndex": vector["statusListIndex"] ?? "0", "statusListCredential": "https://college.example/status/1",
                "statusSize": vector["statusSize"],
                "statusMessage": vector["statusSize"].map { _ in .array((0..<4).map { ["status": "0x\($0)", "message": "m"] }) },
            ])
            let list: JSON = [
                "id": "https://college.example/status/1", "type": ["VerifiableCredential", "BitstringStatusListCredential"],
                "issuer": "https://college.example",
                "credentialSubject": [
                    "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": try #require(vector["encodedList"]),
                ],
            ]
            do throws(StatusListError) {
                let status = try StatusListCredential(list).status(of: StatusEntry(entry))
                Issue.record("\(vector["name"] ?? nil) was read as \(status)")
            } catch {
                // Of the bomb the vectors say that unpacking must stop early: the error then names the limit.
                let isBomb = vector["name"]?.string?.hasPrefix("gzip bomb") == true
                #expect(error.code == (isBomb ? "MALFORMED_VALUE_ERROR" : vector["error"]?.string), "\(vector["name"] ?? nil)")
                #expect(isBomb == error.description.contains("the limit of \(BitstringStatusList.maximumBytes) bytes"))
            }
        }
        print("bitstring-status-list: run \(rejected.count) to be rejected, passed all, skipped 0")
    }
}

@Suite struct `A status list` {
    @Test func `keeps what is set, entry by entry`() throws {
        for size in [1, 2, 3, 8] {
            var list = BitstringStatusList(statusSize: size)
            let top = (1 << size) - 1
            try list.set(top, at: 5)
            try list.set(1, at: 131_071)
            #expect(try (4...6).map { try list.status(at: $0) } == [0, top, 0])
            #expect(try list.status(at: 131_070) == 0)
            #expect(try list.status(at: 131_071) == 1)
            try list.set(0, at: 5)
            #expect(try list.status(at: 5) == 0)
            #expect(throws: StatusListError.range) { try list.set(1, at: list.count) }
            #expect(throws: StatusListError.range) { try list.status(at: -1) }
            #expect(throws: StatusListError.self) { try list.set(top + 1, at: 0) }
        }
    }

    @Test func `goes into a credential and comes out of it`() throws {
        var bits = BitstringStatusList()
        try bits.set(1, at: 42)
        let from = DateTimeStamp(secondsSinceEpoch: 1_700_000_000)
        let list = StatusListCredential(
            id: "https://college.example/status/1", issuer: "https://college.example", purpose: "revocation", list: bits, validFrom: from,
            validUntil: from.advanced(bySeconds: 86_400), timeToLive: 300_000)
        #expect(try StatusListCredential(list.json) == list)
        #expect(try list.status(of: StatusEntry(purpose: "revocation", index: 42, list: list.id)) == 1)
        #expect(try list.status(of: StatusEntry(purpose: "revocation", index: 43, list: list.id)) == 0)
        #expect(throws: StatusListError.verification("the list is not one for suspension")) {
            try list.status(of: StatusEntry(purpose: "suspension", index: 42, list: list.id))
        }
        #expect(throws: StatusListError.verification("the list is another one than the entry names")) {
            try list.status(of: StatusEntry(purpose: "revocation", index: 42, list: list.id + "0"))
        }
    }
}

@Suite struct `A status entry` {
    static let whole: JSON = [
        "id": "https://college.example/status/1#5", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "5", "statusListCredential": "https://college.example/status/1",
    ]

    @Test func `reads what it writes`() throws {
        let entry = StatusEntry(purpose: "revocation", index: 5, list: "https://college.example/status/1")
        #expect(entry.json == Self.whole)
        #expect(try StatusEntry(Self.whole) == entry)
    }

    @Test(
        arguments: [
            ("type", "OtherEntry"), ("statusPurpose", 1), ("statusPurpose", ""), ("statusListIndex", "43abc"),
            ("statusListIndex", ""),
            ("statusListIndex", "0x5"), ("statusListIndex", " 5"), ("statusListIndex", "٥"), ("statusListCredential", "status/1"),
            ("id", "https://college.example/status/1"), ("id", 5), ("statusSize", 0), ("statusSize", "1"), ("statusSize", 9),
            ("statusSize", 2),
            ("statusMessage", [["status": "0x0", "message": "a"]]), ("statusReference", "here"),
        ] as [(String, JSON)])
    func `with a member that breaks the standard is malformed`(name: String, value: JSON) throws {
        var entry = try #require(Self.whole.object)
        entry[name] = value
        do throws(StatusListError) {
            _ = try StatusEntry(.object(entry))
            Issue.record("it was read")
        } catch {
            #expect(error.code == "MALFORMED_VALUE_ERROR")
        }
    }

    @Test func `has a message for each value`() throws {
        var entry = try #require(Self.whole.object)
        entry["statusSize"] = 2
        entry["statusMessage"] = .array((0..<4).map { ["status": "0x\($0)", "message": "m\($0)"] })
        #expect(try StatusEntry(.object(entry)).messages == [0: "m0", 1: "m1", 2: "m2", 3: "m3"])
        entry["id"] = "https://college.example/status/1#5"
        let read = try StatusEntry(.object(entry))
        #expect(read.json == .object(entry))
        #expect(
            StatusEntry(purpose: "revocation", index: 5, list: "https://college.example/status/1", size: 2, messages: read.messages) == read
        )
        entry["statusMessage"] = .array((0..<4).map { ["status": "0x+\($0)", "message": "m\($0)"] })
        #expect(throws: StatusListError.self) { try StatusEntry(.object(entry)) }
        entry["statusMessage"] = .array((0..<4).map { _ in ["status": "0x1", "message": "m"] })
        #expect(throws: StatusListError.self) { try StatusEntry(.object(entry)) }
        entry["statusListIndex"] = "99999999999999999999"
        entry["statusSize"] = nil
        entry["statusMessage"] = nil
        #expect(throws: StatusListError.range) { try StatusEntry(.object(entry)) }
    }
}
