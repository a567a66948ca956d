import Configuration
import Testing

@Suite struct `A configuration` {
    let port = ConfigurationKey("http.port", .int(0...65_535), default: 8_080, help: "Where HTTP is served.")
    let drain = ConfigurationKey("http.drain-time", .duration(.zero ... .seconds(60)), default: .seconds(8), help: "How long it waits.")
    let database = ConfigurationKey(required: "database.url", .url("postgresql"), help: "Which database.")
    let password = ConfigurationKey(optional: "database.password", .secret, help: "Its password.")
    let brokers = ConfigurationKey(optional: "kafka.brokers", .list(of: .text), help: "Where Kafka is.")
    let quiet = ConfigurationKey("quiet", .bool, default: false, help: "Say less.")
    let all = ConfigurationKey("all", .bool, default: false, isFlagOnly: true, help: "All of it.")
    var keys: [any DeclaredKey] { [self.port, self.drain, self.database, self.password, self.brokers, self.quiet, self.all] }
    let needed = ["CAIRN_DATABASE_URL": "postgresql://localhost/cairn"]

    @Test func `has defaults, and nothing for what is optional`() throws {
        let configuration = try Configuration(self.keys, from: .init(environment: self.needed))
        #expect(configuration[self.port] == 8_080 && configuration[self.drain] == .seconds(8))
        #expect(configuration[self.password] == nil && configuration[self.brokers] == nil && !configuration[self.quiet])
        #expect(configuration.origin(of: self.port) == nil)
        #expect(configuration.origin(of: self.database) == .environment("CAIRN_DATABASE_URL"))
        #expect(configuration.keys.map(\.name) == self.keys.map(\.declaration.name))
    }

    @Test func `heeds flags before variables before the file before defaults`() throws {
        try withFile(
            "http:\n  port: 1\n  drain-time: 1s\nquiet: yes\nkafka:\n  brokers: [a:1, b:2]\ndatabase:\n  url: postgresql://file/x\n"
        ) { file in
            let configuration = try Configuration(
                self.keys,
                from: .init(
                    flags: [.init("--http-port", "3")], environment: ["CAIRN_HTTP_PORT": "2", "CAIRN_HTTP_DRAIN_TIME": "2s", "HOME": "/"],
                    file: file))
            #expect(configuration[self.port] == 3 && configuration[self.drain] == .seconds(2) && configuration[self.quiet])
            #expect(configuration[self.brokers] == ["a:1", "b:2"] && configuration[self.database].host == "file")
        }
    }

    @Test func `takes truth from a flag that stands alone`() throws {
        for (flags, value) in [
            ([ConfigurationSources.Flag("--quiet", nil)], true), ([.init("--no-quiet", nil)], false), ([.init("--quiet", "false")], false),
        ] {
            let environment = self.needed.merging(["CAIRN_QUIET": value ? "false" : "true"]) { old, _ in old }
            let configuration = try Configuration(self.keys, from: .init(flags: flags, environment: environment))
            #expect(configuration[self.quiet] == value)
        }
    }

    @Test func `says all that is wrong at once, each with its place`() throws {
        try withFile("http:\n  port: x\n  prot: 1\nmatching: {}\nall: true\n") { file in
            let error = try #require(throws: ConfigurationError.self) {
                try Configuration(
                    self.keys,
                    from: .init(
                        flags: [
                            .init("--http-drian-time", "1s"), .init("--quiet", nil), .init("--quiet", nil), .init("--no-http-port", nil),
                            .init("--kafka-brokers", nil),
                        ],
                        environment: ["CAIRN_HTTP_DRAIN_TIME": "soon", "CAIRN_HTTP_PROT": "1", "CAIRN_ALL": "1", "CAIRN_THING": ""],
                        file: file))
            }
            #expect(
                error.description.split(separator: "\n").map(String.init) == [
                    "--http-drian-time is not known; did you mean \"--http-drain-time\"?", "--quiet is said twice",
                    "--no-http-port is not known; did you mean \"--http-port\"?",
                    "--kafka-brokers needs a value: a text, or several between commas, at most 64",
                    "CAIRN_ALL is not known",
                    "CAIRN_HTTP_PROT is not known; did you mean \"CAIRN_HTTP_PORT\"?", "CAIRN_THING is not known",
                    "\(file):3:3: http.prot is not known; did you mean \"http.port\"?", "\(file):4:1: matching is not known",
                    "\(file):5:1: all is not known",
                    "\(file):2:3: should be a whole number from 0 to 65535, but is \"x\"",
                    "CAIRN_HTTP_DRAIN_TIME should be a length of time with its unit, such as 250ms or 8s, from 0s to 1m, but is \"soon\"",
                    "database.url is needed (Which database.): give --database-url or CAIRN_DATABASE_URL",
                ])
        }
    }

    @Test func `refuses a file that is not there, is no YAML, or has lists for texts`() throws {
        let missing = try #require(throws: ConfigurationError.self) {
            try Configuration(self.keys, from: .init(environment: self.needed, file: "/nowhere/at/all"))
        }
        #expect(missing.description == "/nowhere/at/all: cannot read /nowhere/at/all: No such file or directory")
        for (text, place) in [
            ("a: &b 1\n", "1:4"), ("http: 1\n", "1:7"), ("quiet: {a: 1}\n", "1:1"), ("quiet:\n", "1:1"),
            ("kafka:\n  brokers: [[a]]\n", "2:3"),
        ] {
            try withFile(text) { file in
                let error = try #require(throws: ConfigurationError.self) {
                    try Configuration(self.keys, from: .init(environment: self.needed, file: file))
                }
                #expect(error.problems.count == 1 && error.description.hasPrefix("\(file):\(place): "), "\(error)")
            }
        }
    }

    @Test func `lets other programs have variables and settings of their own`() throws {
        let other = ConfigurationKey("matching.limit", .int(1...9), default: 5, help: "")
        try withFile("matching: {limit: 3}\n") { file in
            let environment = self.needed.merging(["CAIRN_SHARED": "x", "CAIRN_MATCHING_LIMIT": "x"]) { old, _ in old }
            _ = try Configuration(
                self.keys,
                from: .init(environment: environment, foreignEnvironment: ["CAIRN_SHARED"], otherKeys: [other.declaration], file: file))
        }
    }

    @Test func `takes a flag that may be said several times, in order and up to its limit`() throws {
        let sizes = ConfigurationKey(repeated: "size", .int(1...9), help: "")
        func read(_ values: [String]) throws -> [Int] {
            try Configuration([sizes], from: .init(flags: values.map { .init("--size", $0) }))[sizes]
        }
        #expect(try read([]) == [] && read(["3"]) == [3] && read(["3", "1", "3"]) == [3, 1, 3])
        let wrong = try #require(throws: ConfigurationError.self) { try read(["3", "x", "1"]) }
        #expect(wrong.description == "--size should be a whole number from 1 to 9, but is \"x\"")
        #expect(try read(Array(repeating: "1", count: 64)).count == 64)
        let many = try #require(throws: ConfigurationError.self) { try read(Array(repeating: "1", count: 65)) }
        #expect(many.description == "--size is said more than 64 times")
    }

    @Test func `declares flags and variables by one name`() {
        #expect(self.drain.declaration.flag == "--http-drain-time")
        #expect(self.drain.declaration.environment == "CAIRN_HTTP_DRAIN_TIME")
        #expect(self.drain.declaration.defaultText == "8s")
        #expect(self.password.declaration.flag == "--database-password-file" && self.password.declaration.isSecret)
        #expect(self.all.declaration.environment == nil)
    }
}
