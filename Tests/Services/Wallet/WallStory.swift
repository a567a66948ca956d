import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres
import TestSupport

@testable import cairn_wallet

extension WalletStory {
    /// Names that the superuser reads as one text with commas.
    func names(_ sql: String) async throws -> Set<String> {
        Set(try await self.sql.execute(sql).split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init))
    }
}

/// Four learners in two colleges who each hold, share and agree to something, and who else may come by.
struct WallStory {
    /// Every table of the wallet's with rows of persons.
    static let tables = ["consent", "item", "progress", "share_item", "share_link"]

    /// Somebody who asks, whose rows are hers, and in which tables she has some.
    struct Asker {
        let name: String
        let scope: Scope
        let own: Set<String>
        let sees: Set<String>
    }

    let story: WalletStory
    let visitors: [Asker]

    init(_ story: WalletStory) async throws {
        self.story = story
        var askers: [Asker] = []
        for college: Int32 in [1, 2] {
            for number: UInt64 in [1, 2] {
                let visitor = story.learner(number, of: college)
                guard case .learner(_, let person) = visitor else { continue }
                let owner = "\(college) \(person)"
                let item = try await story.item(2 * number - 1, of: visitor)
                let made = try await story.share([item], as: visitor)
                _ = try await story.send(.post, "/consents", as: visitor, WalletStory.consent())
                askers.append(
                    Asker(name: "learner \(owner)", scope: visitor.databaseScope, own: [owner], sees: Set(Self.tables)))
                let link = UUIDValue(made.json["id"]?.string ?? "") ?? UUIDValue(high: 0, low: 0)
                askers.append(
                    Asker(
                        name: "link of \(owner)", scope: Visitor.shareLink(link).databaseScope, own: [owner],
                        sees: ["item", "share_item", "share_link"]))
                askers.append(
                    Asker(
                        name: "learner \(owner) at the other college",
                        scope: Visitor.learner(college: 3 - college, person: person).databaseScope, own: [], sees: []))
            }
        }
        let nobody = UUIDValue(high: 1, low: 1)
        let others: [(String, Visitor)] = [
            ("nobody", .anonymous), ("a learner without a wallet", .learner(college: 1, person: nobody)),
            ("staff", .staff(.init(college: 1, scopes: ["credential.issue", "people.read"]))),
            ("the employer", .employer(WalletStory.harbour.value, scopes: ["match.read"])), ("a link that never was", .shareLink(nobody)),
        ]
        askers += others.map { Asker(name: $0.0, scope: $0.1.databaseScope, own: [], sees: []) }
        askers.append(Asker(name: "no settings", scope: .none, own: [], sees: []))
        self.visitors = askers
    }

    /// Whose rows of a table somebody sees: college and person.
    func owners(of table: String, as asker: Asker) async throws -> Set<String> {
        let questions: [String: SQL] = [
            "consent": "SELECT college, person FROM consent", "item": "SELECT college, person FROM item",
            "progress": "SELECT college, person FROM progress", "share_link": "SELECT college, person FROM share_link",
            // It has no person: the ids of those links are asked for, and the superuser says whose they are.
            "share_item": "SELECT college, link FROM share_item",
        ]
        guard let question = questions[table] else { return ["no question for \(table)"] }
        let rows = try await self.story.http.transaction(as: asker.scope) { tx in try tx.query(question).decode((Int32, UUIDValue).self) }
        guard table == "share_item" else { return Set(rows.map { "\($0.0) \($0.1)" }) }
        let owners = try await self.story.names("SELECT string_agg(id || '=' || person, ',') FROM wallet.share_link")
        let persons = Dictionary(uniqueKeysWithValues: owners.map { ($0.prefix(36), $0.suffix(36)) })
        return Set(rows.map { "\($0.0) \(persons["\($0.1)"] ?? "?")" })
    }

    /// The tables that show somebody a row which is not hers.
    func leaks() async throws -> Set<String> {
        var leaks: Set<String> = []
        for asker in self.visitors {
            for table in Self.tables where try await !self.owners(of: table, as: asker).isSubset(of: asker.own) { leaks.insert(table) }
        }
        return leaks
    }
}
