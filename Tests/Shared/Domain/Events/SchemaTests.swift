import CloudEvents
import Events
import Glibc
import JSON
import TestSupport
import Testing

@Suite struct `The JSON Schemas` {
    @Test func `are there for every type, and each is compiled in`() throws {
        let names = Set(EventCatalogue.topics.flatMap { EventCatalogue.types(of: $0) }.map(\.schemaName))
        let folder = SharedFiles.packageRoot + "/Shared/Domain/Events/Schemas"
        #expect(try SharedFiles.entries(of: folder) == names.sorted())
        for name in names { #expect(try EventCatalogue.schema(named: name) == SharedFiles.contents(of: folder + "/" + name)) }
        #expect(EventCatalogue.schema(named: "person.v1.json") == nil)
    }

    /// The goldens of a noun have together every field that the Swift type writes; a field that neither has would go unseen by both sides.
    @Test(arguments: Set(try GoldenEvent.all.map { String($0.name.prefix { $0 != "." }) }).sorted())
    func `name the fields that the Swift type has`(noun: String) throws {
        let schema = try JSON(parsing: try #require(EventCatalogue.schema(named: "\(noun).v1.json")))
        let goldens = try GoldenEvent.all.filter { $0.name.hasPrefix(noun + ".") }
        try self.compare(goldens.map(\.data), schema, of: schema, at: noun)
    }

    /// What is required is what the Swift type cannot be read without.
    @Test(arguments: try GoldenEvent.all)
    func `require what the Swift type requires`(golden: GoldenEvent) throws {
        let noun = String(golden.name.prefix { $0 != "." })
        let schema = try JSON(parsing: try #require(EventCatalogue.schema(named: "\(noun).v1.json")))
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        for name in golden.data.object?.names ?? [] {
            let data = golden.data.replacing(name, with: nil)
            let isRead: Bool
            do {
                _ = try GoldenEvent.read(golden.envelope(data: data))
                isRead = true
            } catch { isRead = false }
            #expect(isRead != required.contains(name), "\(name)")
        }
    }

    private func compare(_ values: [JSON], _ part: JSON, of schema: JSON, at place: String) throws {
        var part = part
        if let reference = part["$ref"]?.string {
            part = try #require(schema[pointer: JSONPointer(parsing: String(reference.dropFirst()))])
        }
        let items = values.compactMap(\.array).flatMap { $0 }
        if !items.isEmpty { try self.compare(items, try #require(part["items"]), of: schema, at: place + "[]") }
        // An object without properties is a language of its own.
        guard let properties = part["properties"]?.object else { return }
        #expect(Set(values.flatMap { $0.object?.names ?? [] }) == Set(properties.names), "\(place)")
        for (name, property) in properties {
            try self.compare(values.compactMap { $0[name] }, property, of: schema, at: "\(place).\(name)")
        }
    }

    @Test(.enabled(if: SchemaChecker.isHere))
    func `accept their goldens, and refuse what the Swift type refuses`() throws {
        let folder = "/tmp/cairn-schemas-\(getpid())"
        let program = try #require(SchemaChecker.program, "check-jsonschema is missing")
        try Self.shell("mkdir -p \(folder)")
        defer { _ = system("rm -rf \(folder)") }
        for (noun, goldens) in Dictionary(grouping: try GoldenEvent.all, by: { String($0.name.prefix { $0 != "." }) }) {
            let schema = SharedFiles.packageRoot + "/Shared/Domain/Events/Schemas/\(noun).v1.json"
            let check = "\(program) --schemafile \(schema)"
            for golden in goldens { try Self.write(golden.data.bytes(), to: "\(folder)/\(golden.name).json") }
            try Self.shell("\(check) \(folder)/\(noun).*.json")
            try Self.write(goldens[0].data.replacing("college", with: "17").bytes(), to: "\(folder)/wrong.json")
            #expect(throws: ShellFailure.self, "\(noun)") { try Self.shell("\(check) \(folder)/wrong.json") }
        }
    }

    private struct ShellFailure: Error { let command: String }

    private static func shell(_ command: String) throws {
        guard system("(\(command)) >/dev/null 2>&1") == 0 else { throw ShellFailure(command: command) }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "wb"))
        defer { fclose(file) }
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
