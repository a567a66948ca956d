/// One transaction, for the one call of the one closure that is given it.
///
/// It can be neither copied nor kept, and nothing in that closure can be awaited: its thread and its session are the closure's alone.
public struct Transaction: ~Copyable {
    let work: Work

    init(_ work: Work) {
        self.work = work
    }

    /// Which physical connection this is. Another number than before means that the session in between was lost, with all that it knew.
    public var sessionNumber: Int { self.work.connection.number }

    /// Runs a statement and gives its rows.
    @discardableResult
    public borrowing func query(_ sql: SQL) throws(PostgresError) -> Rows {
        try self.work.run(sql)
    }

    /// Runs a statement; gives how many rows it inserted, changed or removed.
    @discardableResult
    public borrowing func execute(_ sql: SQL) throws(PostgresError) -> Int {
        try self.work.run(sql).affected
    }

    /// Runs a closure whose work is undone when it throws; the transaction goes on, and the error comes out.
    ///
    /// A body that ignores the error of a statement counts as one that throws `notCommitted`.
    @discardableResult
    public borrowing func savepoint<Result>(_ body: (borrowing Transaction) throws -> Result) throws -> Result {
        let savepoint = try self.work.openSavepoint()
        do {
            let result = try body(self)
            guard !self.work.connection.isAborted else { throw PostgresError.notCommitted }  // the body has ignored a statement's error
            self.work.release(savepoint: savepoint)
            return result
        } catch {
            self.work.rollBack(savepoint: savepoint)
            throw error
        }
    }

    /// Asks for the database's bell to be rung once this is committed, for whoever waits for what it wrote.
    public borrowing func ringOnCommit() {
        self.work.ringsOnCommit = true
    }

    /// Refuses a session whose commits are not on disk when they are reported. The relay asks this once.
    public borrowing func requireSynchronousCommit() throws(PostgresError) {
        let rows = try self.query("SELECT current_setting('synchronous_commit')")
        let value = try rows.first?.decode(String.self) ?? "?"
        guard value == "on" || value == "remote_apply" else {
            throw .unfit(setting: "synchronous_commit", value: value, wanted: "on")
        }
    }
}
