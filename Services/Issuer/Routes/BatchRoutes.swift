import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/issuer/api/v1/batches`: hand in a file of completions, look at what was found, confirm, see how far it is.
struct BatchRoutes: Sendable {
    /// How long a file may take to arrive.
    static let uploadTime = Duration.seconds(3_600)
    /// What may be as long as a file.
    static let uploads = UploadRoutes(
        ["/issuer/api/v1/batches", "/issuer/batches/new"], bodyLimit: Batch.byteLimit, timeLimit: Self.uploadTime)
    /// How many the list holds.
    static let listLimit = 100

    let checking: CheckingBatch
    let database: Database
    let now: @Sendable () -> WallTime

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/batches") { request, context in try await self.check(request, context) }
        group.get("/batches") { _, context in try await self.list(context) }
        group.get("/batches/{id}") { _, context in try await self.show(context) }
        group.get("/batches/{id}/problems") { request, context in try await self.faults(request, context) }
        group.post("/batches/{id}/issue") { request, context in try await self.issue(request, context) }
    }

    private func check(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        guard request.mediaType == "text/csv" else {
            throw Problem(.unsupportedMediaType, "media-type-unknown", "Send the file as it is, with the Content-Type text/csv.")
        }
        let name = HTTPField.Name("Cairn-File-Name").flatMap { request.headers[$0] }
        if let name, !(1...200).contains(name.unicodeScalars.count) || CellText.hasControls(name) {
            throw Problem(.badRequest, "file-name-malformed", "Cairn-File-Name should be a name of 1 to 200 characters.")
        }
        let id = try await answering { try await self.checking.check(request.body, named: name, by: staff) }
        let batch = try await self.json(of: id, staff)
        return .json(batch, status: .created, location: "/issuer/api/v1/batches/\(id)")
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        return .json(try await self.json(of: try self.id(context), staff))
    }

    private func list(_ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let batches = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try tx.batches(limit: Self.listLimit)
        }
        return .json(["batches": .array(batches.map { $0.json(faults: []) })])
    }

    private func faults(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let id = try self.id(context)
        guard let after = try request.query().single("after").map({ Int32($0) }) ?? 0, after >= 0 else {
            throw Problem(.badRequest, "after-malformed", "after should be the number of a line.")
        }
        let faults = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx -> [BatchFault]? in
            guard try tx.batch(id) != nil else { return nil }
            return try tx.faults(of: id, after: Int(after), limit: Batch.faultPage)
        }
        guard let faults else { throw Problem(.unknownBatch) }
        let next = Set(faults.map(\.line)).count == Batch.faultPage ? faults.last?.line : nil
        return .json(.object(omittingNil: ["problems": .array(faults.map(\.json)), "after": next?.json]))
    }

    private func issue(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let (id, time) = (try self.id(context), self.now())
        let word = try request.query().single("taken_back") ?? "issue"
        guard ["issue", "leave"].contains(word) else {
            throw Problem(.badRequest, "taken-back-unknown", "taken_back should be issue or leave.")
        }
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx -> Batch? in
            try tx.confirm(id, leavingTakenBack: word == "leave", at: time)
            return try tx.batch(id)
        }
        guard let batch = found else { throw Problem(.unknownBatch) }
        guard batch.state == .issuing || batch.state == .done else {
            throw Problem(.conflict, "state-conflict", "The file is \(batch.state.rawValue), and from there it can't be issued.")
        }
        return .json(batch.json(faults: []), status: .accepted)
    }

    private func json(of id: BatchID, _ staff: Visitor.Staff) async throws -> JSON {
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx -> (Batch, [BatchFault])? in
            guard let batch = try tx.batch(id) else { return nil }
            return (batch, try tx.faults(of: id, after: 0, limit: Batch.shownFaults))
        }
        guard let (batch, faults) = found else { throw Problem(.unknownBatch) }
        return batch.json(faults: faults)
    }

    private func id(_ context: ServiceContext) throws -> BatchID {
        guard let id = BatchID(try context.parameters.require("id")) else { throw Problem(.unknownBatch) }
        return id
    }
}
