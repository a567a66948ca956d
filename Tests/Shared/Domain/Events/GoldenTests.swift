import CloudEvents
import Events
import JSON
import Testing

@Suite struct `The golden events` {
    @Test func `are one of each type, and of no other`() throws {
        let types = EventCatalogue.topics.flatMap { EventCatalogue.types(of: $0) }
        #expect(types.count == 23)
        #expect(try GoldenEvent.all.map(\.name) == types.map { $0.description.replacing("org.cairn.", with: "") }.sorted())
    }

    @Test(arguments: try GoldenEvent.all)
    func `are read and written again byte for byte`(golden: GoldenEvent) throws {
        let envelope = try golden.envelope()
        let event = try GoldenEvent.read(envelope)
        try envelope.checkKey(of: type(of: event).topic)
        #expect(event.data() == golden.data.bytes())
        let written = try CloudEvent(
            event, id: envelope.id, source: envelope.source, dataSchema: envelope.dataSchema, trace: envelope.trace)
        #expect(written == envelope)
        #expect(written.headers == golden.headers)
        #expect(Array(written.key.utf8) == golden.key)
    }

    @Test(arguments: try GoldenEvent.all)
    func `are read though every object has members that nobody knows`(golden: GoldenEvent) throws {
        let event = try GoldenEvent.read(golden.envelope(data: golden.data.withStranger()))
        #expect(event.data() == golden.data.bytes())
    }

    @Test(arguments: try GoldenEvent.all)
    func `are taken by their state when the verb is new`(golden: GoldenEvent) throws {
        let envelope = try golden.envelope()
        let event = try GoldenEvent.read(golden.envelope(type: EventType(envelope.type.noun, "praised")))
        #expect(event.type.verb == "praised")
        #expect(event.data() == golden.data.bytes())
    }

    @Test(arguments: try GoldenEvent.all)
    func `are unknown in a later shape or of another noun`(golden: GoldenEvent) throws {
        let envelope = try golden.envelope()
        for type in [EventType(envelope.type.noun, envelope.type.verb, version: 2), EventType("weather", "changed")] {
            #expect(throws: EventError.unknown(type)) { try GoldenEvent.read(golden.envelope(type: type)) }
        }
        #expect(throws: EventError.unknown(EventType("weather", "changed"))) {
            try CredentialEvent(golden.envelope(type: EventType("weather", "changed")))
        }
    }

    @Test(arguments: try GoldenEvent.all)
    func `are refused when their data name another college, aggregate or learner`(golden: GoldenEvent) throws {
        let noun = try golden.envelope().type.noun
        let other: JSON = "0192f0c1-0000-7000-8000-0000000000ff"
        var changes: [(String, JSON)] = [("college", 18), (noun == "statuslist" ? "list" : noun, other)]
        if golden.data["person"] != nil { changes.append(("person", other)) }
        for (name, value) in changes {
            let error = try #require(throws: EventError.self) {
                try GoldenEvent.read(golden.envelope(data: golden.data.replacing(name, with: value)))
            }
            guard case .contradiction = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func `know their verbs`() throws {
        let event = try CredentialEvent(GoldenEvent(named: "credential.revoked.v1.json").envelope())
        #expect(event.verb == .revoked && event.state.state == .revoked && event.version == 4)
        #expect(event.state.person.description == "5f2c1d0e-9a8b-4c7d-8e6f-0123456789ab")
    }

    @Test func `that are no JSON name the place`() throws {
        let golden = try GoldenEvent(named: "role.posted.v1.json")
        let headers = golden.headers
        let error = try #require(throws: EventError.self) {
            try RoleEvent(CloudEvent(headers: headers, key: golden.key, data: Array("{\"role\":}".utf8)))
        }
        #expect(error.description.contains("line 1"), "\(error)")
        let wrong = try #require(throws: EventError.self) { try RoleEvent(golden.envelope(data: golden.data.replacing("title", with: 7))) }
        #expect(wrong.description.contains("/title"), "\(wrong)")
    }
}

extension JSON {
    /// The value with another member, or with one member of another value.
    func replacing(_ name: String, with value: JSON?) -> JSON {
        guard case .object(var object) = self else { return self }
        object[name] = value
        return .object(object)
    }

    /// The value with one more member in every object but those of foreign languages.
    fileprivate func withStranger() -> JSON {
        switch self {
        case .array(let items): return .array(items.map { $0.withStranger() })
        case .object(let object):
            var changed = JSONObject()
            for (name, value) in object { changed.append(name, name == "requirement" ? value : value.withStranger()) }
            changed.append("stranger", [1, nil])
            return .object(changed)
        default: return self
        }
    }
}
