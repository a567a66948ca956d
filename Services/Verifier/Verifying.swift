import Catalogue
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
        let question = CatalogueQuestion(document, limits: self.limits)
        let answer = try await self.database.transaction(with: .snapshot) { transaction in
            let issuer = try question.issuer.flatMap { try transaction.issuer(called: $0) }
            return CatalogueAnswer(
                issuer: issuer, statusLists: try transaction.statusLists(at: question.statusLists),
                readAt: try transaction.catalogueReadAt())
        }
        return answer.context(listName: Self.listName, limits: self.limits)
    }
}
