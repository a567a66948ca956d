import CloudEvents
import Events
import MatchEngine
import Observability
import Postgres

extension Transaction {
    /// A credential that counts today, shows a skill of a role, and may be seen by this visitor as a credential, not only by its skills.
    borrowing func visibleCredential(_ id: CredentialID, for role: Role) throws -> VisibleCredential? {
        let rows = try self.query(
            """
            SELECT c.college, a.name, i.name, c.valid_from, c.valid_until
            FROM matching.credential c
            LEFT JOIN matching.achievement a ON a.id = c.achievement
            LEFT JOIN matching.issuer i ON i.id = c.issuer
            WHERE c.id = \(id.value) AND c.state = 'active' AND c.valid_from <= now() AND (c.valid_until IS NULL OR c.valid_until > now())
                AND EXISTS (SELECT FROM matching.consent v WHERE v.college = c.college AND v.person = c.person AND \(Self.sharesCredential))
            """
        ).decode((Int32, String?, String?, WallTime, WallTime?).self)
        guard let row = rows.first else { return nil }
        let shown = try self.query(
            "SELECT framework, code, level FROM matching.skill WHERE college = \(row.0) AND credential = \(id.value)"
        ).decode((String, String, String?).self)
        let skills = role.text.requirements.filter { wanted in
            shown.contains { skill in
                wanted.requirement.framework == skill.0 && wanted.requirement.code == skill.1 && wanted.requirement.isMet(at: skill.2)
            }
        }
        guard !skills.isEmpty else { return nil }
        return VisibleCredential(
            id: id, achievement: row.1, issuer: row.2, validFrom: row.3, validUntil: row.4, skills: skills.map(\.name))
    }

    /// Whether a consent (`v`) lets a credential (`c`) be seen.
    static let sharesCredential: SQL = """
        'credentials' = ANY (v.shares) AND (v.items IS NULL OR EXISTS (SELECT FROM matching.item
            WHERE item.college = c.college AND item.person = c.person AND item.id = ANY (v.items) AND item.credential = c.id))
        """
}
