package import HTTP
package import JSON
import TestSupport

/// Sends every route of a service what nobody should send, and says which answers were a fault of the service.
///
/// The same seed sends the same requests. Bodies are good ones, broken: a member gone, doubled, of another kind, too long, too deep; text cut off;
/// bytes that are no text.
package struct RouteFuzz {
    /// What was sent that the service should have answered with a 2xx, 3xx or 4xx.
    package struct Fault: Sendable, CustomStringConvertible {
        let request: String
        let answer: String

        /// Both, for people.
        package var description: String { "\(self.request) -> \(self.answer)" }
    }

    /// How it went.
    package struct Report: Sendable {
        /// How many answers there were of each status.
        package var statuses: [Int: Int] = [:]
        /// Answers that are the service's fault.
        package var faults: [Fault] = []

        /// How many requests were answered.
        package var requests: Int { self.statuses.values.reduce(0, +) }
    }

    private let client: HTTPTestClient
    private let routes: [RouteDescription]
    private let visitors: [HTTPFields]
    private let seeds: [JSON]
    private var random: SeededRandom

    /// The routes of a client's service; the header fields of each visitor that asks; bodies that some route takes.
    package init(
        _ client: HTTPTestClient, routes: [RouteDescription], visitors: [HTTPFields], bodies seeds: [JSON], seed: UInt64
    ) {
        self.client = client
        self.routes = routes
        self.visitors = visitors
        self.seeds = seeds
        self.random = SeededRandom(seed)
    }

    /// Asks every route twenty times, and on until the time is over.
    package mutating func run(for time: Duration) async -> Report {
        var report = Report()
        let end = ContinuousClock.now + time
        var rounds = 0
        while rounds < 20 || ContinuousClock.now < end {
            for route in self.routes { await self.ask(route, &report) }
            rounds += 1
        }
        return report
    }

    private mutating func ask(_ route: RouteDescription, _ report: inout Report) async {
        let target = self.target(route.path)
        var headers = self.visitors.randomElement(using: &self.random) ?? [:]
        var body: [UInt8] = []
        if route.method != .get {
            body = self.body()
            headers[.contentType] = [
                "application/json", "application/x-www-form-urlencoded", "text/csv", "application/vc", "nonsense",
            ].randomElement(using: &self.random)
            headers[.idempotencyKey] = self.chance(of: 4) ? String(repeating: "k", count: 300) : "k\(self.random.next() % 50)"
        }
        let request = "\(route.method) \(target) \(String(decoding: body.prefix(300), as: UTF8.self))"
        do {
            let answer = try await self.client.execute(target, method: route.method, headers: headers, body: body)
            report.statuses[answer.status.code, default: 0] += 1
            if answer.status.code >= 500 { report.faults.append(Fault(request: request, answer: "\(answer.status.code) \(answer.text)")) }
        } catch {
            report.faults.append(Fault(request: request, answer: "\(error)"))
        }
    }

    private mutating func chance(of parts: UInt64) -> Bool { self.random.next() % parts == 0 }

    private mutating func target(_ template: String) -> String {
        let words = [
            "00000000-0000-7000-8000-000000000001", "0", "-1", "%00", "%ff%fe", "..%2f..", "a", String(repeating: "9", count: 40),
            "%F0%9F%A6%86", "null", "'%3B--",
        ]
        let path = template.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.contains("{") ? words.randomElement(using: &self.random) ?? "0" : String(part)
        }.joined(separator: "/")
        guard self.chance(of: 2) else { return path }
        let names = ["after", "limit", "college", "at", "code", "student_id", "to", "ticket", "x"]
        let query = (0..<Int(self.random.next() % 4)).map { _ in
            "\(names.randomElement(using: &self.random) ?? "x")=\(words.randomElement(using: &self.random) ?? "0")"
        }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    private mutating func body() -> [UInt8] {
        var bytes = self.broken(self.seeds.randomElement(using: &self.random) ?? [:], depth: 0).bytes()
        switch self.random.next() % 8 {
        case 0: bytes = Array(bytes.prefix(Int(self.random.next() % UInt64(bytes.count + 1))))
        case 1: if !bytes.isEmpty { bytes[Int(self.random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: self.random.next()) }
        case 2: bytes = (0..<Int(self.random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: self.random.next()) }
        case 3: bytes = Array(String(repeating: "[", count: 10_000).utf8)
        default: break
        }
        return bytes
    }

    private mutating func broken(_ json: JSON, depth: Int) -> JSON {
        if self.chance(of: 12) { return self.nonsense() }
        switch json {
        case .object(let object):
            var result = JSONObject()
            for (name, value) in object where !self.chance(of: 15) { result[name] = self.broken(value, depth: depth + 1) }
            if self.chance(of: 10) { result["surprise"] = self.nonsense() }
            return .object(result)
        case .array(let values):
            return .array(values.map { self.broken($0, depth: depth + 1) } + (self.chance(of: 10) ? [self.nonsense()] : []))
        default: return json
        }
    }

    private mutating func nonsense() -> JSON {
        let values: [JSON] = [
            nil, true, "", "a\u{0}b", "\u{202E}x", .string(String(repeating: "é", count: 20_000)), 0, -1, 1.5, 1e300,
            9_223_372_036_854_775_807, [],
            [:], [[[[]]]], "2026-02-30", "9999-12-31T23:59:60Z", "00000000-0000-0000-0000-000000000000", "https://", "=1+1",
        ]
        return values.randomElement(using: &self.random) ?? nil
    }
}
