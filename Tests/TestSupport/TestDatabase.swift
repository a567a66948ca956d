public import LocalServers

/// A database of a test's own in the shared server.
public struct TestDatabase: Sendable {
    /// The password of every role that tests make.
    public static let password = "test"

    /// Its name.
    public let name: String
    /// The server it is in.
    public let server: PostgresServer

    /// A database by its name in a server.
    public init(name: String, server: PostgresServer) {
        self.name = name
        self.server = server
    }

    /// How libpq reaches it as the superuser.
    public var connectionString: String {
        get throws { try self.server.connectionString(database: self.name) }
    }

    /// How libpq reaches it as a role.
    public func connectionString(as role: String) -> String {
        self.server.connectionString(user: role, password: Self.password, database: self.name)
    }

    /// Runs SQL in it as the superuser; gives back what psql printed.
    @discardableResult
    public func execute(_ sql: String) async throws -> String {
        try await self.server.execute(sql, database: self.name)
    }
}

/// What a test's database begins with. Made once per process, copied for each test.
public struct TestTemplate: Sendable {
    let name: String
    let roles: [String]
    let prepare: @Sendable (TestDatabase) async throws -> Void

    /// A template by name. The closure fills it, and must have closed its sessions when it returns.
    ///
    /// Roles belong to the whole server: they are made when they are not there, may log in, and all tests share them.
    public init(_ name: String, roles: [String] = [], prepare: @escaping @Sendable (TestDatabase) async throws -> Void = { _ in }) {
        self.name = name
        self.roles = roles
        self.prepare = prepare
    }

    /// A database without anything.
    public static let empty = TestTemplate("empty")
}

/// Gives a test a database of its own, and takes it away again.
@discardableResult
public func withTestDatabase<Result: Sendable>(
    _ template: TestTemplate = .empty, _ body: (TestDatabase) async throws -> Result
) async throws -> Result {
    await TestDatabases.gate.enter()
    defer { TestDatabases.gate.leave() }
    let database = try await TestDatabases.shared.new(from: template)
    do {
        let result = try await body(database)
        try await TestDatabases.shared.drop(database)
        return result
    } catch {
        try await TestDatabases.shared.drop(database)
        throw error
    }
}

/// Makes the databases of this process's tests.
actor TestDatabases {
    static let shared = TestDatabases()
    /// Databases that are in use at a time: with each come sessions, and often processes.
    static let gate = TestGate(limit: 16)

    private var count = 0
    private var templates: [String: Task<TestDatabase, any Error>] = [:]

    func new(from template: TestTemplate) async throws -> TestDatabase {
        let source = try await self.source(template)
        self.count += 1
        let database = TestDatabase(name: "test_\(self.count)", server: source.server)
        try await source.server.execute("CREATE DATABASE \(database.name) TEMPLATE \(source.name)")
        return database
    }

    func drop(_ database: TestDatabase) async throws {
        try await database.server.execute("DROP DATABASE \(database.name) WITH (FORCE)")
    }

    private func source(_ template: TestTemplate) async throws -> TestDatabase {
        if let known = self.templates[template.name] { return try await known.value }
        let making = Task { try await Self.make(template) }
        self.templates[template.name] = making
        return try await making.value
    }

    private static func make(_ template: TestTemplate) async throws -> TestDatabase {
        let server = try await TestPostgres.shared()
        let database = TestDatabase(name: "template_\(template.name)", server: server)
        for role in template.roles { try await Self.make(role, server) }
        try await server.execute("CREATE DATABASE \(database.name) TEMPLATE template0")
        try await template.prepare(database)
        return database
    }

    /// Another template may make the same role at the same time: that is no error.
    private static func make(_ role: String, _ server: PostgresServer) async throws {
        try await server.execute(
            """
            DO $$ BEGIN CREATE ROLE \(role) LOGIN PASSWORD '\(TestDatabase.password)';
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
            """)
    }
}
