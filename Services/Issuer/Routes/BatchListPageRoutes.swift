import Chassis
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/batches`: the files that were handed in, and `/issuer/batches/new`: handing one in.
struct BatchListPageRoutes: Sendable {
    /// How many batches a page shows.
    static let pageLimit = 20
    /// How much of a file that was refused is still read, so that a browser which is sending sees the answer.
    static let leftoverLimit = 8 << 20

    let checking: CheckingBatch
    let database: Database
    let pages: IssuerPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/batches") { request, context in try await self.list(request, context) }
        group.get("/batches/new") { request, context in
            let staff = try context.visitor.staff(with: "credential.issue")
            return try self.form(FormErrors(), status: .ok, for: staff, to: request)
        }
        group.post("/batches/new") { request, context in try await self.upload(request, context) }
        group.get("/batches/template.csv") { _, context in
            _ = try context.visitor.staff(with: "credential.issue")
            return .csv(named: "completions", columns: BatchColumns.Column.allCases.map(\.rawValue)) { _ in nil }
        }
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        // A cursor that is none begins at the newest: it is a link of ours that somebody has cut.
        let after = try request.query()["after"].flatMap { BatchID($0) }
        let found = try await self.database.transaction(as: context.visitor.databaseScope) { tx in
            try tx.batches(after: after, limit: Self.pageLimit + 1)
        }
        let shown = found.prefix(Self.pageLimit)
        let page: JSON = .object(omittingNil: [
            "hasBatches": .bool(!shown.isEmpty), "batches": .array(try shown.map { .object(try self.pages.entry(of: $0)) }),
            "next": found.count > Self.pageLimit ? shown.last?.id.json : nil,
        ])
        return try self.pages.own(of: staff).response("batches", title: "batches.heading", page.object ?? [:], to: request)
    }

    private func upload(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        var errors = FormErrors()
        do {
            if let file = try await UploadedFile("file", of: request) {
                let id = try await self.checking.check(file, named: file.name, by: staff)
                return .redirect(to: "/issuer/batches/\(id)/check")
            }
            errors.add("file", try self.pages.all.sentence("batch-new.missing"))
        } catch IssuerError.fileRefused(_, let reason) {
            errors.add("file", reason)
        } catch IssuerError.batchGivenUp {
            errors.add("file", try self.pages.all.sentence("batch-new.too-slow"))
        } catch let error as HTTPError where error.status == .contentTooLarge {
            errors.add("file", try self.pages.all.sentence("batch-new.too-large"))
            return try self.form(errors, status: .unprocessableContent, for: staff, to: request)
        } catch let error as IssuerError {
            throw Problem(error)
        }
        try await self.passLeftover(of: request)
        return try self.form(errors, status: .unprocessableContent, for: staff, to: request)
    }

    private func form(
        _ errors: FormErrors, status: HTTPStatus, for staff: Visitor.Staff, to request: HTTPRequest
    ) throws -> HTTPResponse {
        let pages = self.pages.own(of: staff)
        func columns(_ isNeeded: Bool) throws -> JSON {
            .array(
                try BatchColumns.Column.allCases.filter { $0.isNeeded == isNeeded }.map { column in
                    ["name": column.rawValue.json, "say": try pages.sentence("batch-new.column-\(column.rawValue)").json]
                })
        }
        var page: JSONObject = ["rows": Batch.rowLimit.json, "needed": try columns(true), "others": try columns(false)]
        errors.add(to: &page)
        return try pages.response("batch-new", title: "batch-new.heading", page, status: status, to: request)
    }

    private func passLeftover(of request: HTTPRequest) async throws {
        var passed = 0
        for try await bytes in request.body where passed < Self.leftoverLimit {
            passed += bytes.count
            if passed >= Self.leftoverLimit { return }
        }
    }
}
