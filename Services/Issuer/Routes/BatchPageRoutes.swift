import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/issuer/batches/{id}`: what would come of a file, saying yes to it, how far it is, and what became of it.
struct BatchPageRoutes: Sendable {
    /// How many achievements and reasons a page names; a file that has more says so by its counts.
    static let namedLimit = 50

    let colleges: Colleges
    let database: Database
    let pages: IssuerPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/batches/{id}") { request, context in try await self.show(request, context) }
        group.get("/batches/{id}/check") { request, context in try await self.check(request, context) }
        group.get("/batches/{id}/issue") { request, context in try await self.ask(request, context) }
        group.post("/batches/{id}/issue") { request, context in try await self.issue(request, context) }
        group.get("/batches/{id}/result") { request, context in try await self.result(request, context) }
    }

    /// What is known of a batch besides itself.
    private struct Found {
        let batch: Batch
        var faults: [BatchFault] = []
        var awards: [BatchAward] = []
        var failures: [BatchFailure] = []
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let (staff, found) = try await self.find(context)
        var page = try self.pages.entry(of: found.batch)
        switch found.batch.state {
        case .checked, .done: return Self.here(found.batch)
        case .refused: page["reason"] = (found.batch.reason ?? "").json
        case .issuing: page["left"] = try self.pages.timeLeft(of: found.batch).map { .string($0) } ?? .bool(false)
        case .checking: break
        }
        let name = "batch-\(found.batch.state.rawValue)"
        return try self.pages.own(of: staff).response(name, title: "\(name).heading", page, to: request)
    }

    private func check(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let (staff, found) = try await self.find(context)
        guard found.batch.state == .checked else { return Self.here(found.batch) }
        var page = try self.pages.entry(of: found.batch)
        page["awards"] = self.pages.entries(of: found.awards)
        page["hasMore"] = .bool(found.batch.wrong > Set(found.faults.map(\.line)).count)
        page["shown"] = Batch.shownFaults.json
        page["faults"] = .array(
            found.faults.map { fault in
                ["line": fault.line.json, "column": fault.column?.json ?? .bool(false), "sentence": fault.sentence.json]
            })
        return try self.pages.own(of: staff).response("batch-check", title: "batch-check.heading", page, to: request)
    }

    private func ask(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let (staff, found) = try await self.find(context)
        guard found.batch.state == .checked, found.batch.ready > 0 else { return Self.here(found.batch) }
        let college = try await answering { try await self.colleges.college(CollegeID(staff.college)) }
        var page = try self.pages.entry(of: found.batch)
        page["awards"] = self.pages.entries(of: found.awards)
        page["key"] = college.method.json
        return try self.pages.own(of: staff).response("batch-issue", title: "batch-issue.heading", page, to: request)
    }

    /// The same again changes nothing, and leads to the same page.
    private func issue(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let leaves = try await request.form().single("taken_back") == "leave"
        let (id, time) = (try Self.id(context), self.pages.now())
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx -> Batch? in
            try tx.confirm(id, leavingTakenBack: leaves, at: time)
            return try tx.batch(id)
        }
        guard let batch = found else { throw Problem(.unknownBatch) }
        return .redirect(to: "/issuer/batches/\(batch.id)")
    }

    private func result(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let (staff, found) = try await self.find(context)
        guard found.batch.state == .done else { return Self.here(found.batch) }
        var page = try self.pages.entry(of: found.batch)
        page["failures"] = .array(found.failures.map { ["reason": $0.reason.json, "count": $0.count.json] })
        page["isWhole"] = .bool(found.batch.failed == 0 && found.batch.wrong == 0 && found.batch.held == 0 && !found.batch.leavesTakenBack)
        return try self.pages.own(of: staff).response("batch-result", title: "batch-result.heading", page, to: request)
    }

    private func find(_ context: ServiceContext) async throws -> (staff: Visitor.Staff, found: Found) {
        let staff = try context.visitor.staff(with: "credential.issue")
        let (id, college) = (try Self.id(context), CollegeID(staff.college))
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope, with: .snapshot) { tx -> Found? in
            guard let batch = try tx.batch(id) else { return nil }
            var found = Found(batch: batch)
            if batch.state == .checked {
                found.faults = try tx.faults(of: id, after: 0, limit: Batch.shownFaults)
                found.awards = try tx.awards(of: id, college: college, limit: Self.namedLimit)
            }
            if batch.failed > 0 { found.failures = try tx.failures(of: id, college: college, limit: Self.namedLimit) }
            return found
        }
        guard let found else { throw Problem(.unknownBatch) }
        return (staff, found)
    }

    /// The page on which a batch stands now.
    private static func here(_ batch: Batch) -> HTTPResponse {
        let step =
            switch batch.state {
            case .checking, .issuing, .refused: ""
            case .checked: "/check"
            case .done: "/result"
            }
        return .redirect(to: "/issuer/batches/\(batch.id)\(step)")
    }

    /// The batch that a path names.
    static func id(_ context: ServiceContext) throws -> BatchID {
        guard let id = BatchID(try context.parameters.require("id")) else { throw Problem(.unknownBatch) }
        return id
    }
}
