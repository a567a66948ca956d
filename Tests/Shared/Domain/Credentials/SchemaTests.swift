import Credentials
import Glibc
import JSON
import TestSupport
import Testing

extension SchemaChecker {
    /// The exit code and what was printed.
    static func run(schema: String, instance: JSON) throws -> (code: Int32, output: String) {
        let program = try #require(Self.program, "check-jsonschema is missing: pip install check-jsonschema")
        var folder = Array("/tmp/cairn-schema-XXXXXX".utf8CString)
        try #require(mkdtemp(&folder) != nil)
        let path = folder.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let (file, log) = (path + "/instance.json", path + "/log")
        defer { for name in [file, log] { unlink(name) }; rmdir(path) }
        let handle = try #require(fopen(file, "wb"))
        let bytes = instance.bytes()
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
        let status = system("'\(program)' --disable-formats '*' --schemafile '\(schema)' '\(file)' > '\(log)' 2>&1")
        return (status, String(decoding: try SharedFiles.contents(of: log), as: UTF8.self))
    }
}

@Suite(.enabled(if: SchemaChecker.isHere && SharedFiles.has("standards/schemas/ob-3.0"))) struct `The JSON Schema of Open Badges 3.0` {
    static let schema = SharedFiles.root + "/standards/schemas/ob-3.0/ob_v3p0_achievementcredential_schema.json"

    @Test func `takes what is issued, signed and unsigned`() throws {
        let story = try Story()
        for badge in [story.badge, try `An Open Badge to be signed`.whole()] {
            for document in [badge.json, try story.sign(badge.json)] {
                let result = try SchemaChecker.run(schema: Self.schema, instance: document)
                #expect(result.code == 0, "\(result.output)")
            }
        }
    }

    @Test func `refuses a badge without criteria, so that the test can fail`() throws {
        let badge = try Story().badge.json
        let subject = try #require(badge["credentialSubject"])
        let changed = subject.with("achievement", try #require(subject["achievement"]).with("criteria", nil))
        #expect(try SchemaChecker.run(schema: Self.schema, instance: badge.with("credentialSubject", changed)).code != 0)
    }
}
