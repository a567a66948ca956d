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
            prefix: "/issuer", templates: Self.templates,
            sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: Self.places.map(\.link), pseudo: pseudo)
        self.bare = self.all.navigating([])
        self.now = now
    }

    /// The pages of somebody who works at a college, with links to where she may go.
    func own(of staff: Visitor.Staff) -> Pages {
        self.all.navigating(
            Self.places.filter { $0.scope.map(staff.scopes.contains) ?? true }.map(\.link))
    }

    /// The places of staff, and the scope that each asks for.
    private static let places: [(link: PageLink, scope: String?)] = [
        (PageLink("/issuer/", label: "nav.home"), nil)
    ]

    /// The keys of sentences that Swift asks for, not a template.
    static let spokenKeys: Set<String> = Set(
        HomePageRoutes.roleScopes.map { "home.may-\($0)" } + [
            "enter.heading", "enter.heading-name", "people.heading", "home.heading",
        ])

    private static let templates = [
        "enter": PackageResources.enter_mustache, "people": PackageResources.people_mustache,
        "home": PackageResources.home_mustache,
    ].mapValues { String(decoding: $0, as: UTF8.self) }
}
