import Credentials
import JSON
import Observability
import Postgres

/// Bytes that are no JSON: no credential that could be judged.
struct UnreadableDocument: Error {
    /// Where and why.
    let cause: JSONError
}

/// Judges a credential by what the catalogue says. Nothing of the document is kept, logged or sent anywhere.
struct Verifying: Sendable {
    /// What people call the list of those that the catalogue knows.
    static let listName = "issuers known to this installation"

    let database: Database
    /// What is taken at most, and for how long a copy of a status list counts.
    let limits: VerificationLimits
    let metrics: VerifierMetrics

    /// A verdict, what it is on, and the name that the catalogue has for the issuer.
    struct Judgement {
        let verdict: Verdict
        let document: JSON
        let issuer: String?
    }

    /// A verdict on the bytes of a document at a moment. Bytes that are no JSON throw `UnreadableDocument`.
    func judgement(on bytes: [UInt8], at time: WallTime) async throws -> Judgement {
        let document: JSON
        do throws(JSONError) {
            document = try JSON(parsing: bytes, limits: JSONLimits(maxBytes: self.limits.credentialBytes))
        } catch {
            throw UnreadableDocument(cause: error)
        }
        let context = try await self.context(for: document)
        let verdict = Verification(of: bytes, at: DateTimeStamp(time), in: context).verdict()
        self.metrics.count(verdict)
        let issuer = document["issuer"]?.string ?? document["issuer"]?["id"]?.string ?? ""
        let listed = context.trustLists.first?.issuers?[issuer]
        return Judgement(verdict: verdict, document: document, issuer: listed?.name)
    }

    /// What the catalogue says of the issuer and the lists that a document names, all of it as of one moment.
    private func context(for document: JSON) async throws -> VerificationContext {
        let name = document["issuer"]?.string ?? document["issuer"]?["id"]?.string ?? ""
        let urls = self.statusListURLs(in: document)
        // PostgreSQL's text has no U+0000, and no issuer has such a name.
        let (issuer, lists, readAt) = try await self.database.transaction(with: .snapshot) { transaction in
            let issuer = name.utf8.contains(0) ? nil : try transaction.issuer(called: name)
            return (issuer, try transaction.statusLists(at: urls), try transaction.catalogueReadAt())
        }
        let copies = lists.map { ($0.url, $0.copy(catalogueReadAt: readAt)) }
        var context = VerificationContext(limits: self.limits)
        context.statusLists = Dictionary(copies) { first, _ in first }
        context.trustLists = [TrustList(name: Self.listName, issuers: issuer.map { [$0.identifier: .init(name: $0.name)] } ?? [:])]
        if let issuer, let controller = issuer.controller { context.controllers = [issuer.identifier: controller] }
        return context
    }

    /// No more of them than a verdict looks at.
    private func statusListURLs(in document: JSON) -> [String] {
        let entries = document["credentialStatus"].map { $0.array ?? [$0] } ?? []
        guard entries.count <= self.limits.statusEntries else { return [] }
        let urls = entries.compactMap { $0["statusListCredential"]?.string }
        return Set(urls.filter { !$0.utf8.contains(0) }).sorted()
    }
}
