import Events
import Postgres

/// The colleges that sign here, with their opened keys, read once and kept until a key is found to be replaced.
actor Colleges {
    private let database: Database
    private let masterKeys: MasterKeys
    private let scope: @Sendable (CollegeID) -> Scope
    private var known: [CollegeID: College] = [:]

    /// Reads from a database what is sealed under master keys, as the process that answers requests or as another one.
    init(_ database: Database, masterKeys: MasterKeys, as scope: @escaping @Sendable (CollegeID) -> Scope = { .process(of: $0) }) {
        self.database = database
        self.masterKeys = masterKeys
        self.scope = scope
    }

    /// A college with its active key. There are as many as have been opened, so the cache needs no limit of its own.
    func college(_ id: CollegeID) async throws -> College {
        if let college = self.known[id] { return college }
        let sealed = try await self.database.transaction(as: self.scope(id)) { tx in try tx.college(id) }
        guard let sealed else { throw IssuerError.unknownCollege }
        let college = try sealed.opened(with: self.masterKeys)
        self.known[id] = college
        return college
    }

    /// Reads a college anew at the next asking.
    func forget(_ id: CollegeID) {
        self.known[id] = nil
    }
}
