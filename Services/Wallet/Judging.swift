import Catalogue
import Credentials
import JSON
import Observability
import Postgres

/// What came of judging one document.
struct Judgement: Sendable {
    let verdict: Verdict
    /// The document; nil when it is no JSON.
    let document: JSON?
    /// How the issuer is listed; nil when the catalogue does not know it.
    let issuer: String?
}

/// Judges what learners hold by what the catalogue says, as anybody's verifier would.
struct Judging: Sendable {
    /// What people call the list of those that the catalogue knows.
    static let listName = "issuers known to this installation"

    let database: Database
    /// What is taken at most, and for how long a copy of a status list counts.
    let limits: VerificationLimits

    /// A verdict on the bytes of a document at a moment.
    func judge(_ bytes: [UInt8], at time: WallTime) async throws -> Judgement {
        // What is no JSON gets a verdict, too: that it cannot be read.
        let document = try? JSON(parsing: bytes, limits: JSONLimits(maxBytes: self.limits.credentialBytes))
        let question = CatalogueQuestion(document ?? .null, limits: self.limits)
        let answer = try await self.database.transaction(with: .snapshot) { transaction in
            let issuer = try question.issuer.flatMap { try transaction.issuer(called: $0) }
            return CatalogueAnswer(
                issuer: issuer, statusLists: try transaction.statusLists(at: question.statusLists),
                readAt: try transaction.catalogueReadAt())
        }
        let context = answer.context(listName: Self.listName, limits: self.limits)
        let verdict = Verification(of: bytes, at: DateTimeStamp(time), in: context).verdict()
        return Judgement(verdict: verdict, document: document, issuer: answer.issuer?.name)
    }
}
