public import HTTP
public import JSON
public import Templates

/// The human pages of a service, in the frame that all services share.
///
/// A service's templates begin with `{{>frame-top}}`, end with `{{>frame-bottom}}`, and hold no sentence: those come from the catalogue.
public struct Pages: Sendable {
    private let library: TemplateLibrary
    private let messages: MessageCatalogue
    private let prefix: String
    private var navigation: [PageLink]
    private let footer: [PageLink]
    private let stylesheet: StaticContent

    /// Pages below a prefix such as `/wallet`, by templates and sentences of the service's own beside those of the frame.
    ///
    /// `pseudo` disguises every sentence, which shows those that stand in a template instead.
    public init(
        prefix: String, templates: [String: String], sentences: JSON = [:], navigation: [PageLink] = [], footer: [PageLink] = [],
        pseudo: Bool = false
    ) throws {
        self.library = try TemplateLibrary(templates.merging(Self.frame) { _, frame in frame })
        let own = try JSON(parsing: PackageResources.sentences_en_json)
        let messages = try MessageCatalogue(language: .english, entries: own, sentences)
        self.messages = pseudo ? .pseudo(of: messages) : messages
        self.prefix = prefix
        self.navigation = navigation
        self.footer = footer
        self.stylesheet = StaticContent(PackageResources.cairn_css, contentType: "text/css; charset=utf-8", maxAge: .seconds(365 * 86_400))
    }

    /// The same pages with other links above them: those of somebody who may go to fewer places.
    public func navigating(_ links: [PageLink]) -> Pages {
        var pages = self
        pages.navigation = links
        return pages
    }

    /// A page: a template with its context, under a title that is a sentence of the catalogue. `meta` tells programs that read its head what it is.
    /// The title of a form that comes back with status 422 says first of all that something is wrong with it.
    public func response(
        _ template: String, title: String, _ context: JSONObject = [:], meta: [PageMeta] = [], status: HTTPStatus = .ok,
        to request: HTTPRequest
    ) throws -> HTTPResponse {
        try self.page(template, title: try self.messages.text(title, .object(context)), context, meta: meta, status: status, to: request)
    }

    private func page(
        _ template: String, title: String, _ context: JSONObject, meta: [PageMeta] = [], status: HTTPStatus, to request: HTTPRequest
    ) throws -> HTTPResponse {
        var context = context
        let isWrong = status == .unprocessableContent && template != Self.problemTemplate
        context["frame"] = try self.frameContext(title: title, isWrong: isWrong, path: request.path, meta: meta)
        let page = try self.library.render(template, .object(context), messages: self.messages)
        return HTTPResponse(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentLanguage: self.messages.language.tag, .cacheControl: "private, no-store",
            ],
            body: .bytes(page))
    }

    /// A page whose title is a name that people gave, such as a role's, and no sentence of the catalogue.
    public func plainTitle(
        _ template: String, title: String, _ context: JSONObject = [:], status: HTTPStatus = .ok, to request: HTTPRequest
    ) throws -> HTTPResponse {
        try self.page(template, title: title, context, status: status, to: request)
    }

    /// A sentence of the catalogue, for what a template gets as a value.
    public func sentence(_ key: String, _ arguments: JSONObject = [:]) throws -> String {
        try self.messages.text(key, .object(arguments))
    }

    /// Whether the catalogue has a sentence.
    func has(_ key: String) -> Bool { self.messages.keys.contains(key) }

    /// Adds the stylesheet's route to a group that has the prefix.
    public func addStylesheet(to group: some RouterMethods) {
        let stylesheet = self.stylesheet
        group.get("/cairn.css") { request, _ in stylesheet.response(to: request) }
    }

    /// What is missing in the catalogue and what is in it for nothing. Keys that Swift code uses are given.
    public func check(alsoUsed keys: Set<String>) -> CatalogueCheck {
        let links = Set((self.navigation + self.footer).map(\.label))
        let own = Set(self.messages.keys.filter { $0.hasPrefix("problem.") || $0.hasPrefix("frame.") })
        return self.library.check(self.messages, alsoUsed: keys.union(links).union(own))
    }

    /// As whom the visitor of this request is signed in, for the strip that lets her out; nothing of the page around it may show through.
    private func visitorText() throws -> JSON {
        guard let kind = Visitor.ofRequest?.kind, self.has("frame.visitor.\(kind)") else { return false }
        guard let name = Visitor.nameOfRequest else { return try self.messages.text("frame.visitor.\(kind)").json }
        return try self.messages.text("frame.named.\(kind)", ["name": name.json]).json
    }

    private func frameContext(title: String, isWrong: Bool, path: String, meta: [PageMeta]) throws -> JSON {
        [
            "language": self.messages.language.tag.json, "direction": "ltr", "title": title.json, "isWrong": .bool(isWrong),
            "visitor": try self.visitorText(),
            // The version is in the address, so that a browser may keep the file for a year.
            "stylesheet": .string("\(self.prefix)/cairn.css?v=\(self.stylesheet.tag.opaque.filter { $0.isLetter || $0.isNumber })"),
            "hasNavigation": .bool(!self.navigation.isEmpty),
            "navigation": .array(try self.navigation.map { try self.json(of: $0, path: path) }),
            "hasFooter": .bool(!self.footer.isEmpty),
            "footer": .array(try self.footer.map { try self.json(of: $0, path: path) }),
            "meta": .array(
                meta.map { ["attribute": $0.attribute.rawValue.json, "key": $0.key.json, "content": $0.content.json] }),
        ]
    }

    private func json(of link: PageLink, path: String) throws -> JSON {
        ["href": link.href.json, "label": try self.messages.text(link.label).json, "isCurrent": .bool(link.href == path)]
    }

    /// The page of a problem, which is no form that came back.
    static let problemTemplate = "problem"

    private static let frame = [
        "frame-top": String(decoding: PackageResources.frame_top_mustache, as: UTF8.self),
        "frame-bottom": String(decoding: PackageResources.frame_bottom_mustache, as: UTF8.self),
        "marks": String(decoding: PackageResources.marks_mustache, as: UTF8.self),
        Self.problemTemplate: String(decoding: PackageResources.problem_mustache, as: UTF8.self),
    ]
}

/// A link of the frame.
public struct PageLink: Sendable, Hashable {
    /// Where it leads.
    public let href: String
    /// The key of its sentence.
    public let label: String

    /// A link from its parts.
    public init(_ href: String, label: String) {
        self.href = href
        self.label = label
    }
}

/// What the head of a page says to programs.
public struct PageMeta: Sendable, Hashable {
    enum Attribute: String {
        case name, property
    }

    let attribute: Attribute
    let key: String
    let content: String

    /// Search engines leave the page out.
    public static let noIndex = PageMeta(attribute: .name, key: "robots", content: "noindex")

    /// A property of Open Graph, for programs that show what a link leads to: `og:title`.
    public static func openGraph(_ property: String, _ content: String) -> PageMeta {
        PageMeta(attribute: .property, key: "og:\(property)", content: content)
    }
}
