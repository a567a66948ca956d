import Configuration
import TestSupport

/// docker-compose.yml, as far as it speaks of Cairn's own programs.
struct ComposeFile {
    /// One container that runs one of them.
    struct Entry: CustomStringConvertible {
        /// What it is called: `issuer-http`.
        let name: String
        /// The words that it runs, the program first.
        let command: [String]
        /// Its variables.
        let environment: [String: String]
        /// The names of the secrets that it is lent.
        let secrets: [String]
        /// The words that ask whether it is well.
        let healthCheck: [String]

        /// The program, when it is one of Cairn's.
        var program: String? { self.command.first.flatMap { $0 == "cairn" || $0.hasPrefix("cairn-") ? $0 : nil } }
        var description: String { self.name }

        fileprivate init(_ member: YAMLNode.Member) throws {
            self.name = member.name
            self.command = try member.value.texts("command")
            let variables = try member.value.member("environment")?.members() ?? []
            self.environment = try Dictionary(uniqueKeysWithValues: variables.map { ($0.name, try $0.value.text()) })
            self.secrets = try member.value.texts("secrets")
            self.healthCheck = try member.value.member("healthcheck")?.texts("test") ?? []
        }
    }

    /// All containers.
    let entries: [Entry]
    /// The files of secrets, by name.
    let secrets: [String: String]

    /// Reads the file of this repository.
    init() throws {
        let root = try YAMLDocument(parsing: SharedFiles.contents(of: SharedFiles.packageRoot + "/docker-compose.yml")).root
        self.entries = try root["services"].members().map(Entry.init)
        let secrets = try root["secrets"].members()
        self.secrets = try Dictionary(uniqueKeysWithValues: secrets.map { ($0.name, try $0.value["file"].text()) })
    }

    /// The entries that run a program.
    func entries(of program: String) -> [Entry] { self.entries.filter { $0.program == program } }
}

extension YAMLNode {
    /// The texts of a list that may be absent.
    fileprivate func texts(_ name: String) throws -> [String] {
        try self.member(name)?.items().map { try $0.text() } ?? []
    }
}
