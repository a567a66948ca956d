import Configuration
import Testing

@Suite struct `A secret setting` {
    let password = ConfigurationKey(required: "database.password", .secret, help: "The password.")

    @Test func `comes from a variable, or from a file that a flag, a variable or the file names`() throws {
        try withFile("swordfish\n") { file in
            try withFile("database: {password-file: \(file)}\n") { yaml in
                let sources: [ConfigurationSources] = [
                    .init(environment: ["CAIRN_DATABASE_PASSWORD": "swordfish"]),
                    .init(environment: ["CAIRN_DATABASE_PASSWORD_FILE": file]),
                    .init(flags: [.init("--database-password-file", file)]), .init(file: yaml),
                ]
                for source in sources {
                    let configuration = try Configuration([self.password], from: source)
                    #expect(configuration[self.password].text == "swordfish")
                }
            }
        }
    }

    @Test func `is refused as a flag's value, twice, empty, too large or absent, and never shown`() throws {
        try withFile("") { empty in
            try withFile(String(repeating: "x", count: Secret.sizeLimit + 1)) { large in
                let cases: [(ConfigurationSources, String)] = [
                    (.init(flags: [.init("--database-password", "swordfish")]), "--database-password would show a secret"),
                    (
                        .init(environment: ["CAIRN_DATABASE_PASSWORD": "swordfish", "CAIRN_DATABASE_PASSWORD_FILE": large]),
                        "CAIRN_DATABASE_PASSWORD_FILE names a file that gives no secret"
                    ),
                    (.init(environment: ["CAIRN_DATABASE_PASSWORD": ""]), "CAIRN_DATABASE_PASSWORD should be a secret, but is not"),
                    (.init(environment: ["CAIRN_DATABASE_PASSWORD_FILE": empty]), "it is empty"),
                    (.init(environment: ["CAIRN_DATABASE_PASSWORD_FILE": "/nowhere"]), "No such file"),
                    (
                        .init(),
                        "database.password is needed (The password.): give --database-password-file or CAIRN_DATABASE_PASSWORD or CAIRN_DATABASE_PASSWORD_FILE"
                    ),
                ]
                for (sources, part) in cases {
                    let error = try #require(throws: ConfigurationError.self) { try Configuration([self.password], from: sources) }
                    #expect(error.description.contains(part), "\(error)")
                    #expect(!error.description.contains("swordfish"))
                }
            }
        }
    }

    @Test func `said as value and as file is refused`() throws {
        try withFile("swordfish") { file in
            let error = try #require(throws: ConfigurationError.self) {
                try Configuration(
                    [self.password], from: .init(environment: ["CAIRN_DATABASE_PASSWORD": "x", "CAIRN_DATABASE_PASSWORD_FILE": file]))
            }
            #expect(error.description == "CAIRN_DATABASE_PASSWORD_FILE is said twice, once as a value and once as a file")
        }
    }
}
