import Configuration
import JSON

/// The people of a story whom anybody may be, as the issuer takes them: `story.json` names campuses by their codes, a token by their ids.
struct Personas: Sendable {
    /// The most bytes of a story.
    static let bytesLimit = 1 << 20

    /// Each with name, kind, say, try and claims.
    let people: [JSON]

    /// Nobody.
    static let none = Personas(people: [])

    /// Those of a folder's `story.json`.
    static func read(from folder: String) throws -> Personas {
        let path = "\(folder)/story.json"
        do {
            return Personas(people: try JSON(parsing: InputFile(path, limit: Self.bytesLimit).bytes)["personas"]?.array ?? [])
        } catch {
            throw CommandFailure("the story \(path) can't be read: \(error)", exitCode: Command.ExitCode.misused.number)
        }
    }

    /// With ids in place of codes. Whoever works at a campus that is not made yet is left out: without it she would see the whole college.
    func knowing(campuses ids: [String: String]) -> Personas {
        Personas(
            people: self.people.compactMap { person in
                guard let codes = person["claims"]?["campuses"]?.array else { return person }
                let known = codes.compactMap { code in code.string.flatMap { ids[$0] }.map(JSON.string) }
                guard known.count == codes.count, var object = person.object, var claims = person["claims"]?.object else { return nil }
                claims["campuses"] = .array(known)
                object["claims"] = .object(claims)
                return .object(object)
            })
    }

    /// As the issuer's file has them.
    var json: JSON { .array(self.people) }

    /// The ids of a folder's campuses by their codes, as the story that was told there has left them; none before it.
    static func campuses(in folder: StackFolder) -> [String: String] {
        // Before the first story there is no such file.
        guard let bytes = try? InputFile(folder.demo, limit: Self.bytesLimit).bytes, let json = try? JSON(parsing: bytes) else {
            return [:]
        }
        var ids: [String: String] = [:]
        for (code, id) in json["campuses"]?.object ?? [:] { ids[code] = id.string }
        return ids
    }
}
