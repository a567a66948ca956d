import JSON
import LocalServers
import TestSupport
import Testing

/// One installation with its story for all tests of pages, and what was seen of it: people use it first, then every page is walked.
enum PageStack {
    /// Somebody as whom the pages are walked.
    struct Persona: Sendable, CustomTestStringConvertible {
        let name: String
        /// Her number on the page of people; nil for nobody.
        let number: Int?
        /// Whether she is the first of her kind, for whom each page is judged in every look.
        let isFirst: Bool

        var testDescription: String { self.name }
    }

    /// Nobody, and all of the story's people.
    static let personas: [Persona] = {
        // A story that cannot be read has nobody, and the test that counts the pages names all of them.
        guard let story = try? JSON(parsing: SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/demo/story.json")) else {
            return []
        }
        var kinds: Set<String> = []
        return [Persona(name: "nobody", number: nil, isFirst: true)]
            + (story["personas"]?.array ?? []).enumerated().map { number, persona in
                let isFirst = kinds.insert(persona["claims"]?["visitor"]?.string ?? "").inserted
                return Persona(name: persona["name"]?.string ?? "", number: number, isFirst: isFirst)
            }
    }()

    /// The first of the story's people.
    private static let student = "S232260"

    private static let running = Task { () async throws -> StackRun in
        let run = try await StackRun.running(in: TestFolder.new(), port: StackRun.freePort(), [])
        try await run.says("One credential, with every check:\n")
        return run
    }

    /// A page on which nobody has been yet.
    private static func ticket(of run: StackRun) async throws -> String {
        let made = try await StackRun.cairn(["token", "--link", "learner:\(Self.student)", "--folder", run.folder])
        return String(made.output.split(separator: "\n").last ?? "")
    }

    /// What people did, step by step, and the forms that they sent.
    static let journeys = Task { () async throws -> [JSON] in
        let run = try await Self.running.value
        return try await PageBrowser.run(
            "journeys.py",
            [
                "origin": .string(Self.origin(of: run)), "badge": .string(run.folder + "/badge.json"),
                "ticket": .string(try await Self.ticket(of: run)), "learner": 0, "student": .string(Self.student), "registrar": 3,
                "recruiter": 6,
            ])
    }

    private static let walks: [String: Task<[JSON], any Error>] = Dictionary(
        uniqueKeysWithValues: Self.personas.map { persona in (persona.name, Task { try await Self.walk(as: persona) }) })

    /// Every page that somebody comes to, after the journeys.
    static func pages(of persona: Persona) async throws -> [JSON] { try await Self.walks[persona.name]?.value ?? [] }

    private static func walk(as persona: Persona) async throws -> [JSON] {
        let run = try await Self.running.value
        // What they leave is there to be seen.
        let left = try await Self.journeys.value.filter { $0["person"]?.int == persona.number }.compactMap { $0["left"]?.string }
        // Doors that are not hers say so on a page like any other.
        let statuses: JSON = [200, .number(JSONNumber(persona.number == nil ? 401 : 403))]
        var plan: JSONObject = ["name": .string(persona.name), "whole": .bool(persona.isFirst), "statuses": statuses]
        if let number = persona.number {
            plan["person"] = .number(JSONNumber(number))
            plan["start"] = .array((["/"] + left).map(JSON.string))
            plan["skip"] = ["/verifier/"]
        } else {
            plan["start"] = .array((["/", try await Self.ticket(of: run)] + left).map(JSON.string))
        }
        return try await PageBrowser.run(
            "crawl.py", ["origin": .string(Self.origin(of: run)), "limit": 80, "personas": [.object(plan)]])
    }

    /// The pages that every change is seen on first: the start, the form to check a credential, a learner's record.
    static func fewPages() async throws -> [JSON] {
        let run = try await Self.running.value
        return try await PageBrowser.run(
            "crawl.py",
            [
                "origin": .string(Self.origin(of: run)),
                "personas": [
                    ["name": "nobody", "start": ["/", "/verifier/"], "follow": false, "whole": true],
                    ["name": "learner", "person": 0, "start": ["/wallet/"], "follow": false, "whole": true],
                ],
            ])
    }

    private static func origin(of run: StackRun) -> String { "http://localhost:\(run.port)" }
}
