import Chassis
import HTTP
import JSON
import Observability

/// What all pages of the issuer are made with.
struct IssuerPages: Sendable {
    /// Every page, with links to all places that staff may have.
    let all: Pages
    /// Pages that lead nowhere else: the ways in, and refusals.
    let bare: Pages
    let now: @Sendable () -> WallTime

    /// Pages by the templates that are compiled in. `pseudo` disguises every sentence.
    init(pseudo: Bool = false, now: @escaping @Sendable () -> WallTime) throws {
        self.all = try Pages(
            prefix: "/issuer", templates: Self.templates, sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: Self.places.map(\.link), pseudo: pseudo)
        self.bare = self.all.navigating([])
        self.now = now
    }

    /// The pages of somebody who works at a college, with links to where she may go.
    func own(of staff: Visitor.Staff) -> Pages {
        self.all.navigating(Self.places.filter { $0.scope.map(staff.scopes.contains) ?? true }.map(\.link))
    }

    /// The places of staff, and the scope that each asks for.
    private static let places: [(link: PageLink, scope: String?)] = [
        (PageLink("/issuer/", label: "nav.home"), nil),
        (PageLink("/issuer/batches", label: "nav.batches"), "credential.issue"),
        (PageLink("/issuer/credentials", label: "nav.credentials"), "credential.issue"),
        (PageLink("/issuer/reviews", label: "nav.reviews"), ReviewRoutes.scope),
        (PageLink("/issuer/achievements", label: "nav.achievements"), nil),
    ]

    /// The keys of sentences that Swift asks for, not a template.
    static let spokenKeys: Set<String> = Set(
        HomePageRoutes.roleScopes.map { "home.may-\($0)" } + Batch.State.allCases.map { "batches.state-\($0.rawValue)" }
            + BatchColumns.Column.allCases.map { "batch-new.column-\($0.rawValue)" }
            + ["active", "suspended", "revoked"].flatMap { ["credential.state-\($0)", "credential.changed-\($0)"] }
            + Review.Decision.allCases.map { "review.decided-\($0.rawValue)" }
            + AchievementKind.standard.map { "kind.\($0)" } + ["batches.state-nothing"]
            + ["published", "retired"].map { "achievements.state-\($0)" }
            + [
                "enter.heading", "enter.heading-name", "people.heading", "home.heading", "batches.heading", "batches.unnamed",
                "batch-new.heading", "batch-new.missing", "batch-new.too-large", "batch-new.too-slow", "batch-checking.heading",
                "batch-check.heading", "batch-issue.heading", "batch-issuing.heading", "batch-issuing.seconds", "batch-issuing.minutes",
                "batch-refused.heading", "batch-result.heading", "credentials.heading", "credentials.nothing", "credentials.no-credential",
                "credentials.none-student", "credentials.none-achievement", "credential.unnamed", "credential.state-ended",
                "take-back.heading", "form.reason-missing", "form.reason-long", "reviews.heading", "review.heading",
                "review-decide.heading-keep", "review-decide.heading-take-back", "achievements.heading",
            ])

    private static let templates = [
        "enter": PackageResources.enter_mustache, "people": PackageResources.people_mustache, "home": PackageResources.home_mustache,
        "errors": PackageResources.errors_mustache, "state": PackageResources.state_mustache,
        "batches": PackageResources.batches_mustache, "batch-table": PackageResources.batch_table_mustache,
        "batch-new": PackageResources.batch_new_mustache, "batch-checking": PackageResources.batch_checking_mustache,
        "batch-check": PackageResources.batch_check_mustache, "batch-issue": PackageResources.batch_issue_mustache,
        "batch-issuing": PackageResources.batch_issuing_mustache, "batch-refused": PackageResources.batch_refused_mustache,
        "batch-result": PackageResources.batch_result_mustache, "credentials": PackageResources.credentials_mustache,
        "credential": PackageResources.credential_mustache, "take-back": PackageResources.take_back_mustache,
        "reason": PackageResources.reason_mustache, "reviews": PackageResources.reviews_mustache,
        "review": PackageResources.review_mustache, "review-decide": PackageResources.review_decide_mustache,
        "achievements": PackageResources.achievements_mustache, "achievement": PackageResources.achievement_mustache,
    ].mapValues { String(decoding: $0, as: UTF8.self) }
}
