import Chassis
import HTTP
import JSON
import Synchronization

@testable import cairn

/// Visitors who ask every service for something and change something in each, again and again, each for one answer at a time.
final class StackLoad: Sendable {
    /// What one of them asks.
    struct Question: Sendable {
        /// `issuer GET`
        let name: String
        let method: HTTPMethod
        let path: String
        let caller: SiteClient.Caller
        /// What it sends the so-and-so-manieth time.
        var body: @Sendable (_ number: Int) -> JSON? = { _ in nil }
        /// How long it waits after an answer.
        var pause = Duration.milliseconds(30)
    }

    /// What came of it.
    struct Record: Sendable {
        /// How often each question was answered with each status.
        var answers: [String: [Int: Int]] = [:]
        /// Questions without an answer, and answers of 5xx.
        var faults: [String] = []
        /// The credentials that the issuer has confirmed.
        var issued: Set<String> = []

        /// How often each question was answered with what was asked for.
        var successes: [String: Int] {
            self.answers.mapValues { $0.reduce(0) { (200..<300).contains($1.key) ? $0 + $1.value : $0 } }
        }
    }

    let site: SiteClient
    let questions: [Question]
    private let state = Mutex((record: Record(), isOver: false))

    init(_ site: SiteClient, _ questions: [Question]) {
        self.site = site
        self.questions = questions
    }

    var record: Record { self.state.withLock { $0.record } }

    /// Asks until the closure has ended; gives what came of it.
    func run(while body: () async throws -> Void) async throws -> Record {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for question in self.questions { group.addTask { try await self.ask(question, every: ContinuousClock()) } }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            self.state.withLock { $0.isOver = true }
            try await group.waitForAll()
            try result.get()
            return self.record
        }
    }

    private func ask(_ question: Question, every clock: some Clock<Duration>) async throws {
        var number = 0
        while !self.state.withLock({ $0.isOver }) {
            number += 1
            await self.ask(question, number)
            try await clock.sleep(for: question.pause)
        }
    }

    private func ask(_ question: Question, _ number: Int) async {
        let body = question.body(number)
        do throws(SiteError) {
            let type: HTTPFields = body == nil ? [:] : [.contentType: "application/json"]
            let response = try await self.site.answer(
                question.method, question.path, as: question.caller, headers: type, body: body.map { .bytes($0.bytes()) } ?? .none
            ) { request in
                // RFC 9112 §9.5: a server may close a connection that is kept while the next request is on its way. That is no reset of a request.
                request.headers[.connection] = "close"
                request.headers[.idempotencyKey] = "\(question.name) \(number)"
            }
            self.note(question, response.status.code)
            if question.name == "issuer POST" { self.noteCredential(response.body) }
        } catch {
            if case .refused(_, let refusal) = error {
                self.note(question, refusal.status)
                if refusal.status < 500 { return }
            }
            self.state.withLock { $0.record.faults.append("\(question.name): \(error)") }
        }
    }

    private func noteCredential(_ body: [UInt8]) {
        do {
            let id = try JSON(parsing: body)["id"]?.string
            self.state.withLock { _ = $0.record.issued.insert(id ?? "without an id") }
        } catch {
            self.state.withLock { $0.record.faults.append("issuer POST: its answer is no JSON: \(error)") }
        }
    }

    private func note(_ question: Question, _ status: Int) {
        self.state.withLock { $0.record.answers[question.name, default: [:]][status, default: 0] += 1 }
    }
}
