import CloudEvents
import Configuration
import Events
import TestSupport
import Testing

@Suite struct `The AsyncAPI document` {
    let root: YAMLNode

    init() throws {
        self.root = try YAMLDocument(parsing: EventCatalogue.asyncAPI).root
    }

    @Test func `has the channels and messages of the topics, and no others`() throws {
        var documented: [String: Set<String>] = [:]
        for channel in try self.root["channels"].members() {
            let address = try channel.value["address"].text()
            #expect(try address == "cairn.\(channel.name).v1" && channel.value["bindings"]["kafka"]["topic"].text() == address)
            documented[address] = try Set(channel.value["messages"].members().map { "org.cairn." + $0.name })
        }
        let declared = EventCatalogue.topics.map { ($0.name, Set(EventCatalogue.types(of: $0).map(\.description))) }
        #expect(documented == Dictionary(uniqueKeysWithValues: declared))
    }

    @Test func `has a message for every type, with its schema and key`() throws {
        let messages = try self.root["components"]["messages"]
        var keys: [String: Topic.KeyKind] = [:]
        for topic in EventCatalogue.topics { for type in EventCatalogue.types(of: topic) { keys[type.description] = topic.keyKind } }
        #expect(try Set(messages.members().map { "org.cairn." + $0.name }) == Set(keys.keys))
        for message in try messages.members() {
            let type = try #require(EventType(parsing: message.value["name"].text()))
            #expect(type.description == "org.cairn." + message.name)
            #expect(try message.value["payload"]["schema"]["$ref"].text() == "Schemas/" + type.schemaName)
            let key = try message.value["bindings"]["kafka"]["key"]["description"].text()
            #expect(key == (keys[type.description] == .person ? "college:person." : "The aggregate's id."))
        }
    }

    @Test func `has the headers of the envelope`() throws {
        let headers = try GoldenEvent(named: "role.posted.v1.json").headers.map(\.name)
        #expect(try self.root["components"]["messageTraits"]["envelope"]["headers"]["properties"].members().map(\.name) == headers)
    }

    @Test func `refers to nothing that is not there`() throws {
        var references: [String] = []
        func collect(_ node: YAMLNode) {
            switch node.content {
            case .scalar: break
            case .sequence(let items): items.forEach(collect)
            case .mapping(let members):
                for member in members {
                    if member.name == "$ref", case .scalar(let text, _) = member.value.content { references.append(text) }
                    collect(member.value)
                }
            }
        }
        collect(self.root)
        #expect(references.count > 60)
        for reference in references where reference.hasPrefix("#/") {
            var node = self.root
            for name in reference.dropFirst(2).split(separator: "/") { node = try node[String(name)] }
        }
        for reference in references where !reference.hasPrefix("#/") {
            #expect(EventCatalogue.schema(named: String(reference.dropFirst("Schemas/".count))) != nil)
        }
    }

    @Test func `has the writers and readers of topics.yaml`() throws {
        var operations: Set<String> = []
        for topic in try TopicsFile().topics {
            let channel = try topic["name"].text().split(separator: ".")[1]
            for writer in try topic["writers"].items() { operations.insert("\(try writer.text()).writes.\(channel)") }
            for reader in try topic["readers"].items() { operations.insert("\(try reader.text()).reads.\(channel)") }
            let kafka = try self.root["channels"][String(channel)]["bindings"]["kafka"]
            #expect(try kafka["partitions"].int() == topic["partitions"].int())
        }
        #expect(try Set(self.root["operations"].members().map(\.name)) == operations)
    }
}

@Suite struct `The file topics.yaml` {
    @Test func `declares the topics of the code, and no others`() throws {
        var declared: [Topic] = []
        for topic in try TopicsFile().topics {
            try topic.checkNames(["name", "partitions", "key", "writers", "readers"])
            let kind = try #require(Topic.KeyKind(rawValue: topic["key"].text()))
            declared.append(Topic(try topic["name"].text(), keyedBy: kind))
            #expect(try topic["partitions"].int() == (kind == .person ? 12 : 6))
        }
        #expect(declared == EventCatalogue.topics)
    }

    @Test func `names services and their consumers`() throws {
        let services = ["issuer", "verifier", "wallet", "pathway", "matching"]
        for topic in try TopicsFile().topics {
            let writers = try topic["writers"].items().map { try $0.text() }
            #expect(!writers.isEmpty && Set(writers).isSubset(of: services))
            for reader in try topic["readers"].items() {
                let parts = try reader.text().split(separator: ".")
                #expect(parts.count == 2 && services.contains(String(parts.first ?? "")))
            }
        }
    }

    @Test func `keeps three replicas for thirty days`() throws {
        let root = try TopicsFile().root
        try root.checkNames(["replication-factor", "min-in-sync-replicas", "retention", "topics"])
        #expect(try root["replication-factor"].int() == 3)
        #expect(try root["min-in-sync-replicas"].int() == 2)
        #expect(try root["retention"].text() == "30d")
    }
}

private struct TopicsFile {
    let root: YAMLNode

    init() throws {
        self.root = try YAMLDocument(parsing: SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/topics.yaml")).root
    }

    var topics: [YAMLNode] { get throws { try self.root["topics"].items() } }
}
