import Catalogue
import Chassis
import CloudEvents
import Credentials
import Events
import HTTP
import JSON
import Observability
import Templates
import VerdictPages

/// What all pages of the wallet are made with.
struct WalletPages: Sendable {
    /// The pages of a learner.
    let own: Pages
    /// The pages that whoever has a link sees, which lead to nothing of the learner's.
    let shared: Pages
    /// What is said of a verdict.
    let sentences: VerdictSentences
    let now: @Sendable () -> WallTime

    /// Pages by the templates that are compiled in. `pseudo` disguises every sentence.
    init(pseudo: Bool = false, now: @escaping @Sendable () -> WallTime) throws {
        let navigation = [
            PageLink("/wallet/", label: "nav.record"), PageLink("/pathway/", label: "nav.pathways"),
            PageLink("/wallet/links", label: "nav.links"),
            PageLink("/wallet/consents", label: "nav.consents"),
        ]
        let sentences = try JSON(parsing: PackageResources.sentences_en_json)
        let footer = [PageLink("/verifier/sources", label: "footer.sources")]
        self.own = try Pages(
            prefix: "/wallet", templates: Self.templates, sentences: sentences, navigation: navigation, footer: footer, pseudo: pseudo)
        self.shared = try Pages(prefix: "/wallet", templates: Self.templates, sentences: sentences, footer: footer, pseudo: pseudo)
        self.sentences = try VerdictSentences(pseudo: pseudo)
        self.now = now
    }

    /// The keys of sentences that Swift asks for, not a template.
    static let spokenKeys: Set<String> = Set(
        Item.Standing.allCases.map { "standing.\($0.rawValue)" } + ConsentState.State.allCases.map { "standing.\($0.rawValue)" }
            + ConsentState.Share.allCases.map { "consents.what-\($0.rawValue)" }
            + ConsentState.Purpose.allCases.map { "consents.purpose-\($0.rawValue)" }
            + [
                "standing.link-open", "standing.link-ended", "item.no-name", "item.no-issuer", "credential.title", "credential.pathway",
                "share.title", "links.good-until", "links.was-good-until", "links.no-end", "links.taken-back", "links.on-hold",
                "consents.ends", "consents.ended", "consents.unnamed", "consents.employer-missing", "consents.what-missing",
                "consents.purpose-missing", "consents.already", "consent-stop.title", "shared.title", "shared.description",
                "shared.other", "shared.again", "form.until-missing", "form.until-range", "form.line",
            ])

    private static let templates = VerdictPage.partials.merging([
        "consent-stop": String(decoding: PackageResources.consent_stop_mustache, as: UTF8.self),
        "consents": String(decoding: PackageResources.consents_mustache, as: UTF8.self),
        "credential": String(decoding: PackageResources.credential_mustache, as: UTF8.self),
        "errors": String(decoding: PackageResources.errors_mustache, as: UTF8.self),
        "link-end": String(decoding: PackageResources.link_end_mustache, as: UTF8.self),
        "link-made": String(decoding: PackageResources.link_made_mustache, as: UTF8.self),
        "links": String(decoding: PackageResources.links_mustache, as: UTF8.self),
        "record": String(decoding: PackageResources.record_mustache, as: UTF8.self),
        "share": String(decoding: PackageResources.share_mustache, as: UTF8.self),
        "shared": String(decoding: PackageResources.shared_mustache, as: UTF8.self),
        "shared-ended": String(decoding: PackageResources.shared_ended_mustache, as: UTF8.self),
        "standing": String(decoding: PackageResources.standing_mustache, as: UTF8.self),
    ]) { own, _ in own }
}

extension WalletPages {
    /// How an item stands, as the partial `standing` shows it.
    func standing(of item: Item) throws -> JSONObject {
        let standing = item.standing(at: self.now())
        let look =
            switch standing {
            case .good: "passed"
            case .suspended: "pending"
            case .revoked: "failed"
            case .ended: "blocked"
            case .notStarted: "open"
            }
        return try self.tag("standing.\(standing.rawValue)", look: look)
    }

    /// A word with its mark.
    func tag(_ key: String, look: String) throws -> JSONObject {
        ["standing": try self.own.sentence(key).json, "look": look.json]
    }

    /// What an item is called; never empty.
    func name(of item: Item) throws -> String {
        guard let name = item.name, !name.isEmpty else { return try self.own.sentence("item.no-name") }
        return PlainText.safe(name)
    }

    /// Who signed it, as the catalogue lists them.
    func issuer(of item: Item) throws -> String {
        guard let name = item.issuerName, !name.isEmpty else { return try self.own.sentence("item.no-issuer") }
        return PlainText.safe(name)
    }

    /// What of the credential itself ends, apart from the link.
    func end(of item: Item) throws -> String {
        switch item.standing(at: self.now()) {
        case .revoked: return try self.own.sentence("links.taken-back")
        case .suspended: return try self.own.sentence("links.on-hold")
        case .good, .ended, .notStarted:
            guard let until = item.validUntil else { return try self.own.sentence("links.no-end") }
            let key = until < self.now() ? "links.was-good-until" : "links.good-until"
            return try self.own.sentence(key, ["date": until.description.json])
        }
    }

    /// What a page shows of a judgement, with the words for its title.
    func verdict(_ judgement: Judgement) -> (context: JSONObject, headline: String) {
        let page = VerdictPage(
            judgement.verdict, on: judgement.document, listedAs: judgement.issuer, at: DateTimeStamp(self.now()), sentences: self.sentences)
        let headline = page.headline
        return (page.context, headline.hasSuffix(".") ? String(headline.dropLast()) : headline)
    }
}

extension HTTPResponse {
    /// Leads a browser on after a form was taken.
    static func seeOther(_ path: String) -> HTTPResponse { HTTPResponse(status: .seeOther, headers: [.location: path]) }
}
