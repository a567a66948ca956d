import Credentials
import JSON
import Testing

@Suite struct `The structure of a badge` {
    let badge: JSON

    init() throws {
        self.badge = try `An Open Badge to be signed`.whole().json
    }

    /// What the check of parts says when the value that a pointer leads to is another one.
    func reason(_ pointer: [String], _ value: JSON?) -> Reason? {
        func changed(_ json: JSON, _ rest: ArraySlice<String>) -> JSON {
            guard let name = rest.first else { return json }
            if let index = Int(name), var items = json.array {
                items[index] = rest.count == 1 ? value ?? nil : changed(items[index], rest.dropFirst())
                return .array(items)
            }
            return json.with(name, rest.count == 1 ? value : changed(json[name] ?? nil, rest.dropFirst()))
        }
        let checks = Verification.structure(of: changed(self.badge, pointer[...]))
        return checks.first { $0.code == .schema }?.outcome.reason
    }

    @Test func `is sound as it is built`() {
        #expect(Verification.structure(of: self.badge).map(\.outcome) == [.passed, .passed, .passed])
    }

    @Test(arguments: [
        ["id"], ["issuer"], ["issuer", "id"], ["validFrom"], ["credentialSubject"], ["credentialSubject", "achievement"],
        ["credentialSubject", "achievement", "id"], ["credentialSubject", "achievement", "name"],
        ["credentialSubject", "achievement", "description"], ["credentialSubject", "achievement", "criteria"],
        ["credentialSubject", "identifier", "0", "identityHash"], ["credentialSubject", "achievement", "alignment", "0", "targetUrl"],
        ["credentialStatus", "type"],
    ])
    func `needs each of its parts, and says which is missing`(pointer: [String]) {
        let reason = self.reason(pointer, nil)
        #expect(reason?.code == .missing)
        #expect(reason?.facts["field"] == .string(JSONPointer(pointer).description))
    }

    @Test(
        arguments: [
            (["credentialSubject", "achievement"], "https://college.example/achievements/1"),
            (["credentialSubject", "identifier"], "a1234567"),
            (["credentialSubject", "result"], "A"), (["evidence"], "https://college.example/portfolio"),
            (["credentialSubject", "achievement", "criteria"], "Twelve seams."),
        ] as [([String], JSON)])
    func `is there itself, not behind a link or as a text`(pointer: [String], value: JSON) {
        #expect(self.reason(pointer, value) != nil)
    }

    @Test(
        arguments: [
            (["credentialSubject", "type"], ["Subject"]), (["credentialSubject", "achievement", "type"], "Badge"),
            (["issuer", "type"], []),
            (["credentialSubject", "identifier", "0", "type"], "Identity"), (["evidence", "1", "type"], ["Proof"]),
            (["credentialSubject", "achievement", "creator", "type"], ["Campus"]), (["credentialSubject", "result", "0", "type"], "Grade"),
        ] as [([String], JSON)])
    func `has the right type in each place`(pointer: [String], value: JSON) {
        #expect(self.reason(pointer, value)?.code == .wrongType)
        #expect(self.reason(pointer, value)?.facts["field"] == .string(JSONPointer(pointer).description))
    }

    @Test(
        arguments: [
            (["id"], "credentials/1"), (["id"], nil), (["id"], ["https://a.example", "https://b.example"]), (["issuer", "id"], "college"),
            (["validFrom"], "2026-09-01"), (["validFrom"], 5), (["validUntil"], nil), (["name"], 5),
            (["name"], ["@value": "x", "lang": "en"]),
            (["credentialStatus", "id"], "5"), (["credentialStatus"], "https://college.example/status/1"), (["credentialSubject"], [:]),
            (["relatedResource"], [["id": "https://a.example", "digestSRI": "x"], ["id": "https://a.example", "digestSRI": "x"]]),
        ] as [([String], JSON)])
    func `has values that can be read`(pointer: [String], value: JSON) {
        #expect(self.reason(pointer, value)?.code == .malformed)
    }

    @Test func `has its dates in order and the base context first`() {
        #expect(self.reason(["validUntil"], "2026-08-31T00:00:00Z")?.code == .datesReversed)
        #expect(self.reason(["@context", "0"], "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")?.code == .baseContext)
        #expect(self.reason(["relatedResource"], [["id": "https://a.example"]])?.code == .missing)
        #expect(self.reason(["credentialSchema"], ["id": "https://a.example/schema", "type": "JsonSchema"])?.code == .schemaNotInLibrary)
    }
}
