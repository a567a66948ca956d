import Chassis
import CloudEvents

/// Something by which a row is known where it appears: its id, or a text that stands nowhere else.
struct WallMark: Sendable {
    /// The table it lies in: "wallet.consent".
    let table: String
    let text: String
    /// Who may see it, each as `Visitor.keys(in:)` names her. Nobody: it is never shown to anybody.
    let holders: Set<String>
}

/// All that is somebody's in the whole database, and whose it is.
struct WallMarks: Sendable {
    private let byText: [String: WallMark]
    private let byTable: [String: [WallMark]]

    /// Reads them as the superuser.
    init(_ stack: WallStack) async throws {
        var marks: [String: WallMark] = [:]
        for line in try await stack.rows(Self.question) {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let text = Self.words(of: parts[1]).first(where: Self.isMark) else { continue }
            let holders = Set(parts[2].split(separator: ",").map(String.init))
            marks[text] = WallMark(table: parts[0], text: text, holders: holders.union(marks[text]?.holders ?? []))
        }
        self.byText = marks
        self.byTable = Dictionary(grouping: marks.values.sorted { $0.text < $1.text }, by: \.table)
    }

    /// The marks of a table.
    func marks(of table: String) -> [WallMark] { self.byTable[table] ?? [] }

    /// Those that stand in a text.
    func all(in text: String) -> [WallMark] {
        Set(Self.words(of: text)).compactMap { self.byText[$0] }.sorted { $0.text < $1.text }
    }

    /// Those that stand in an answer; what is in the request itself is no news.
    func all(in text: String, asked request: String) -> [WallMark] {
        let asked = Set(Self.words(of: request))
        return self.all(in: text).filter { !asked.contains($0.text) }
    }

    /// Letters, digits and hyphens between whatever else.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        for byte in Array(text.utf8) + [0] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "-"):
                word.append(byte)
            default:
                if word.count >= 6 { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            }
        }
        return words
    }

    /// Ids, and the words that the test has made for this.
    private static func isMark(_ word: String) -> Bool {
        UUIDValue(word) != nil
            || ["GIVEN-", "mail-", "FILE-", "RESULT-", "NOWHERE-", "SHOWN-", "FOR-", "ROLE-"].contains(where: word.hasPrefix)
    }

    /// Each mark with its table and its holders. Whoever is shown a learner's credentials learns her pseudonym; her name is for those of her college
    /// who issue.
    private static let question = """
        WITH person AS (
          SELECT p.college, p.person, 'issue ' || p.college || ',revoke ' || p.college || ',review ' || p.college || ',learner ' || p.college || ' '
              || p.person
            || coalesce((SELECT string_agg(DISTINCT ',campus ' || c.campus, '') FROM issuer.credential c
                WHERE c.college = p.college AND c.person = p.person), '')
            || coalesce((SELECT string_agg(DISTINCT ',employer ' || c.employer, '') FROM wallet.consent c
                WHERE c.college = p.college AND c.person = p.person), '') AS holders
          FROM (SELECT DISTINCT college, person FROM issuer.person) AS p
        ), link AS (
          -- Whoever is shown a credential reads in it what it was earned by.
          SELECT college, credential, string_agg(',link ' || link, '') AS holders FROM (
            SELECT i.college, i.credential, s.link FROM wallet.share_item s JOIN wallet.item i ON i.college = s.college AND i.id = s.item
            UNION SELECT i.college, unnest(i.earned_by), s.link
            FROM wallet.share_item s JOIN wallet.item i ON i.college = s.college AND i.id = s.item) AS shown
          GROUP BY 1, 2
        )
        SELECT 'issuer.person', person::text, holders FROM person
        UNION ALL SELECT 'issuer.person_name', email, '' FROM issuer.person_name
        UNION ALL SELECT 'issuer.person_name', name, 'issue ' || n.college
            || coalesce((SELECT string_agg(DISTINCT ',campus ' || c.campus, '') FROM issuer.credential c
                WHERE c.college = n.college AND c.person = n.person), '')
          FROM issuer.person_name n
        UNION ALL SELECT 'issuer.credential', c.id::text,
          'issue ' || c.college || ',revoke ' || c.college || ',review ' || c.college || coalesce(',campus ' || c.campus, '')
            || ',learner ' || c.college || ' ' || c.person || coalesce(l.holders, '')
            || coalesce((SELECT string_agg(',employer ' || k.employer, '') FROM wallet.consent k
                WHERE k.college = c.college AND k.person = c.person), '')
          FROM issuer.credential c LEFT JOIN link l ON l.college = c.college AND l.credential = c.id
        UNION ALL SELECT 'issuer.credential.document', substring(convert_from(c.document, 'UTF8') FROM 'RESULT-[0-9]-[0-9]'),
          'learner ' || c.college || ' ' || c.person || coalesce(',campus ' || c.campus, '') || ',issue ' || c.college || ',revoke ' || c.college
            || ',review ' || c.college
            || coalesce((SELECT string_agg(l.holders, '') FROM link l JOIN issuer.credential o ON o.college = l.college AND o.id = l.credential
                WHERE o.college = c.college AND o.person = c.person), '')
          FROM issuer.credential c WHERE convert_from(c.document, 'UTF8') LIKE '%RESULT-%'
        UNION ALL SELECT 'issuer.batch', unnest(ARRAY[id::text, file_name]),
            'issue ' || college || coalesce((SELECT string_agg(',campus ' || campus, '') FROM unnest(campuses) AS campus), '')
          FROM issuer.batch
        UNION ALL SELECT 'issuer.batch_fault', value, 'issue ' || college FROM issuer.batch_fault WHERE value LIKE 'NOWHERE-%'
        UNION ALL SELECT 'issuer.award_order', id::text, 'review ' || college FROM issuer.award_order
        UNION ALL SELECT 'issuer.review', id::text, 'review ' || college FROM issuer.review
        UNION ALL SELECT 'wallet.item', i.id::text, 'learner ' || i.college || ' ' || i.person || coalesce(l.holders, '')
          FROM wallet.item i LEFT JOIN link l ON l.college = i.college AND l.credential = i.credential
        UNION ALL SELECT 'wallet.consent', id::text, 'learner ' || college || ' ' || person FROM wallet.consent
        UNION ALL SELECT 'wallet.progress', id::text, 'learner ' || college || ' ' || person FROM wallet.progress
        UNION ALL SELECT 'wallet.share_link', unnest(ARRAY[id::text, name, audience]),
          'learner ' || college || ' ' || person || ',link ' || id FROM wallet.share_link
        UNION ALL SELECT 'matching.role', unnest(ARRAY[id::text, title]), 'employer ' || employer || ',any learner' FROM matching.role
        """
}

extension Visitor {
    /// What she is to the marks that a service may show her.
    func keys(in service: String) -> Set<String> {
        switch self {
        case .anonymous, .shareLink: return []
        case .learner(let college, let person): return ["learner \(college) \(person)", "any learner"]
        case .employer(let id, let scopes): return service == "matching" && !scopes.isEmpty ? ["employer \(id)"] : []
        case .staff(let staff):
            guard service == "issuer" else { return [] }
            let rights = ["credential.issue": "issue", "credential.revoke": "revoke", "review.decide": "review"]
            let held = staff.scopes.compactMap { rights[$0] }
            if staff.campuses.isEmpty { return Set(held.map { "\($0) \(staff.college)" }) }
            return held.contains("issue") || held.contains("revoke") ? Set(staff.campuses.map { "campus \($0)" }) : []
        }
    }
}
