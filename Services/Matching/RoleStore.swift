import CloudEvents
import Events
import JSON
import Observability
import Postgres

extension Transaction {
    /// A role that this visitor may see.
    borrowing func role(_ id: RoleID) throws -> Role? {
        try self.query("SELECT \(Role.columns) FROM matching.role WHERE id = \(id.value)").first?.role()
    }

    /// The same by the employer's own name for it, locked.
    borrowing func lockedRole(called code: String, of employer: EmployerID) throws -> Role? {
        try self.query("SELECT \(Role.columns) FROM matching.role WHERE employer = \(employer.value) AND code = \(code) FOR UPDATE").first?
            .role()
    }

    /// The same by its id, locked.
    borrowing func lockedRole(_ id: RoleID) throws -> Role? {
        try self.query("SELECT \(Role.columns) FROM matching.role WHERE id = \(id.value) FOR UPDATE").first?.role()
    }

    /// The roles that this visitor may see, by title, at most so many.
    borrowing func roles(limit: Int) throws -> [Role] {
        try self.query("SELECT \(Role.columns) FROM matching.role ORDER BY state DESC, title, id LIMIT \(limit)").map { try $0.role() }
    }

    /// Adds a role; false when the employer has one of this code by now.
    borrowing func add(_ role: Role, at time: WallTime) throws(PostgresError) -> Bool {
        let requirements = String(decoding: role.text.requirements.json.bytes(), as: UTF8.self)
        return try self.execute(
            """
            INSERT INTO matching.role (employer, id, code, employer_name, title, region, requirements, changed_at)
            VALUES (\(role.employer.value), \(role.id.value), \(role.text.code), \(role.text.employerName), \(role.text.title),
                \(role.text.region), \(requirements), \(time))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    /// Writes a locked role's next state.
    borrowing func change(_ role: Role, at time: WallTime) throws(PostgresError) {
        let requirements = String(decoding: role.text.requirements.json.bytes(), as: UTF8.self)
        try self.execute(
            """
            UPDATE matching.role SET employer_name = \(role.text.employerName), title = \(role.text.title), region = \(role.text.region),
                requirements = \(requirements), state = \(role.state.rawValue), version = \(role.version), changed_at = \(time)
            WHERE employer = \(role.employer.value) AND id = \(role.id.value)
            """)
    }
}

extension Role {
    fileprivate static let columns: SQL = "employer, id, code, employer_name, title, region, requirements, state, version"
}

extension Row {
    fileprivate func role() throws -> Role {
        let (employer, id, code, employerName, title, region, requirements, state, version) = try self.decode(
            (UUIDValue, UUIDValue, String?, String, String, String?, String, String, Int64).self)
        guard let state = RoleState.State(rawValue: state) else { preconditionFailure("the table's check allows two states") }
        let text = RoleText(
            code: code, employerName: employerName, title: title, region: region,
            requirements: try JSONDocument(parsing: requirements).decode([NamedRequirement].self))
        return Role(id: RoleID(id), employer: EmployerID(employer), text: text, state: state, version: version)
    }
}
