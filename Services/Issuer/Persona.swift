import Chassis
import Configuration
import Events
import JSON
import Observability

/// Somebody whom a visitor of the demo can be.
struct Persona: Sendable {
    /// The most of them, and of the bytes of their file.
    static let limit = 50
    static let sizeLimit = 65_536

    /// What she is called.
    let name: String
    /// What she is: "learner", "registrar".
    let kind: String
    /// Who she is, in a sentence.
    let say: String
    /// What to try as her, in a sentence.
    let attempt: String
    private let bearer: Ticket.Bearer
    private let target: String?

    /// What lets her in.
    func ticket(at now: WallTime) -> Ticket {
        Ticket(bearer: self.bearer, name: self.name, target: self.target, id: nil, end: now)
    }

    /// Reads the file of a demo, or throws a sentence for whoever wrote its path into the configuration.
    static func read(_ path: String) throws(CommandFailure) -> [Persona] {
        let bytes = try SmallFile.read(path, limit: Self.sizeLimit, called: "the file of personas")
        do {
            let personas = try JSONDocument(parsing: bytes, limits: JSONLimits(maxBytes: Self.sizeLimit)).decode([Persona].self)
            guard personas.count <= Self.limit else { throw CommandFailure("there are more than \(Self.limit)") }
            return personas
        } catch {
            throw CommandFailure("the personas of \(path) cannot be read: \(error)", exitCode: Command.ExitCode.misused.number)
        }
    }
}

extension Persona: JSONDecodable {
    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "name", "kind", "say", "try", "claims")
        self.name = try body.filled("name", limit: 200)
        self.kind = try body.filled("kind", limit: 100)
        self.say = try body.filled("say", limit: 500)
        self.attempt = try body.filled("try", limit: 500)
        self.target = try body.optional("to")
        let claims: JSON = try body.required("claims")
        do throws(IssuerError) {
            self.bearer = try Ticket.Bearer(claims: claims)
        } catch {
            throw json.mismatch(expected: "claims of a visitor")
        }
        try body.finish()
    }
}
