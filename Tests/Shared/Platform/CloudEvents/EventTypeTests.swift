import CloudEvents
import Testing

@Suite struct `An event type` {
    @Test func `is noun, verb and version`() throws {
        let type = try #require(EventType(parsing: "org.cairn.credential.issued.v12"))
        #expect(type == EventType("credential", "issued", version: 12))
        #expect(type.description == "org.cairn.credential.issued.v12")
        #expect(type.schemaName == "credential.v12.json")
    }

    @Test(arguments: [
        "", "org.cairn.", "org.cairn.credential", "org.cairn.credential.issued", "org.cairn.credential.issued.1",
        "org.cairn.credential.issued.v",
        "org.cairn.credential.issued.v0", "org.cairn.credential.issued.v01", "org.cairn.credential.issued.v+1",
        "org.cairn.credential.issued.v-1", "org.cairn.credential.issued.v2147483648", "org.cairn.credential.issued.v99999999999999999999",
        "org.cairn.credential.issued.v1.", "org.cairn.Credential.issued.v1", "org.cairn..issued.v1", "org.cairn.credential..v1",
        "com.example.credential.issued.v1", "org.cairn.credential.issued.v1 ", "org.cairn.crédential.issued.v1", "org.cairn.1.issued.v1",
    ])
    func `is not read from what is none`(text: String) {
        #expect(EventType(parsing: text) == nil)
    }
}

@Suite struct `An event key` {
    let uuid = UUIDValue(high: 0x0192_f0c1_2345_7abc, low: 0x8def_0123_4567_89ab)

    @Test func `comes back from its text`() {
        for key in [EventKey.subject(self.uuid), .person(college: 17, self.uuid), .person(college: .max, self.uuid)] {
            #expect(EventKey(parsing: key.description, as: key.kind) == key)
        }
        #expect(EventKey.person(college: 17, self.uuid).description == "17:0192f0c1-2345-7abc-8def-0123456789ab")
    }

    @Test(arguments: [
        "", ":", "17", "17:", "0:0192f0c1-2345-7abc-8def-0123456789ab", "017:0192f0c1-2345-7abc-8def-0123456789ab",
        "-1:0192f0c1-2345-7abc-8def-0123456789ab", "2147483648:0192f0c1-2345-7abc-8def-0123456789ab", "17:0192f0c1-2345-7abc-8def",
        "17 :0192f0c1-2345-7abc-8def-0123456789ab", "0192f0c1-2345-7abc-8def-0123456789ab",
    ])
    func `of a person is a college from 1 and a UUID`(text: String) {
        #expect(EventKey(parsing: text, as: .person) == nil)
    }
}
