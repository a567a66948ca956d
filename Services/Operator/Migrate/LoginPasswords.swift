import Configuration
import JSON

/// The passwords of the suite's logins, by role: `{"issuer_http": "...", "issuer_events": "..."}`.
struct LoginPasswords: Sendable, Equatable {
    /// The most bytes of such a file.
    static let bytesLimit = 65_536

    let byRole: [String: String]

    /// None: logins are made without, for a server that knows them otherwise.
    static let none = LoginPasswords(byRole: [:])

    /// Reads a file; an empty password or a role that is none of the suite's is refused by name.
    static func read(_ path: String) throws -> LoginPasswords {
        func refused(_ reason: String) -> CommandFailure {
            CommandFailure("the passwords of \(path) can't be used: \(reason)", exitCode: Command.ExitCode.misused.number)
        }
        let json: JSON
        do { json = try JSON(parsing: InputFile(path, limit: Self.bytesLimit).bytes) } catch { throw refused("\(error)") }
        guard let members = json.object else { throw refused("a JSON object of passwords by role is expected") }
        let known = Set(SuiteService.all.flatMap(\.logins))
        var byRole: [String: String] = [:]
        for (role, value) in members {
            guard known.contains(role) else { throw refused("/\(role) is no login of the suite") }
            guard let password = value.string, !password.isEmpty else { throw refused("/\(role) should be a text that is not empty") }
            byRole[role] = password
        }
        return LoginPasswords(byRole: byRole)
    }

    /// As the file has it.
    var json: JSON {
        var object = JSONObject()
        for (role, password) in self.byRole.sorted(by: { $0.key < $1.key }) { object.append(role, .string(password)) }
        return .object(object)
    }
}
