import Chassis
import Events
import HTTP
import JSON
import Observability

/// `/c/{token}`: what somebody with a link sees, judged as of now; and the documents byte for byte.
struct SharedPageRoutes: Sendable {
    let opening: OpeningLink
    let judging: Judging
    let pages: WalletPages

    func add(to router: Router<ServiceContext>) {
        router.get("/c/{token}") { request, context in try await self.show(request, context) }
        router.get("/c/{token}/{file}") { request, context in try await self.download(request, context) }
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let token = try context.parameters.require("token")
        switch try await self.opening.open(token) {
        case .unknown: throw Self.missing
        case .ended: return try self.ended(request)
        case .open(let link, let items):
            let number = try request.query()["item"].map { Int($0) ?? 0 } ?? 1
            guard items.indices.contains(number - 1) else { throw Self.missing }
            return try await self.page(of: items, number: number, in: link, at: Site.path(of: token), to: request)
        }
    }

    private func page(
        of items: [OpeningLink.SharedItem], number: Int, in link: ShareLink, at path: String, to request: HTTPRequest
    ) async throws -> HTTPResponse {
        let (item, document) = (items[number - 1].item, items[number - 1].document)
        let judgement = try await self.judging.judge(document, at: self.pages.now())
        var (page, headline) = self.pages.verdict(judgement)
        let name = try self.pages.name(of: item)
        let (issuer, date) = (try self.pages.issuer(of: item), item.awardedAt.description)
        page["name"] = name.json
        page["headline"] = headline.json
        page["givenName"] = link.name?.json
        page["audience"] = link.audience?.json
        page["until"] = link.until.description.json
        page["credentialEnd"] = try self.pages.end(of: item).json
        page["again"] = ["href": .string(Self.address(path, number)), "label": try self.pages.shared.sentence("shared.again").json]
        page["file"] = .string("\(path)/\(number).json")
        page["hasOthers"] = .bool(items.count > 1)
        page["others"] = .array(
            try items.enumerated().map { offset, other in
                let words: JSONObject = ["number": (offset + 1).json, "name": try self.pages.name(of: other.item).json]
                return [
                    "href": .string(Self.address(path, offset + 1)), "label": try self.pages.shared.sentence("shared.other", words).json,
                    "isCurrent": .bool(offset + 1 == number),
                ]
            })
        // Neither the learner's name nor the verdict: what a preview has copied stays there when the link has ended.
        let description = try self.pages.shared.sentence("shared.description", ["issuer": issuer.json, "date": date.json])
        let meta: [PageMeta] = [
            .noIndex, .openGraph("type", "website"), .openGraph("title", name), .openGraph("description", description),
        ]
        return try self.pages.shared.response("shared", title: "shared.title", page, meta: meta, to: request)
    }

    private func download(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let file = try context.parameters.require("file")
        guard file.hasSuffix(".json"), let number = Int(file.dropLast(5)), String(number) == file.dropLast(5) else { throw Self.missing }
        switch try await self.opening.open(try context.parameters.require("token")) {
        case .unknown: throw Self.missing
        case .ended: return try self.ended(request)
        case .open(_, let items):
            guard items.indices.contains(number - 1) else { throw Self.missing }
            return .document(items[number - 1].document, named: "credential-\(number)")
        }
    }

    private func ended(_ request: HTTPRequest) throws -> HTTPResponse {
        try self.pages.shared.response("shared-ended", title: "shared-ended.heading", meta: [.noIndex], status: .gone, to: request)
    }

    private static func address(_ path: String, _ number: Int) -> String { number == 1 ? path : "\(path)?item=\(number)" }

    private static let missing = Problem(.notFound, "not-found", "There is nothing at this link.")
}
