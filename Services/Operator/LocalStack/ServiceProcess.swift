/// One process of a service: what it does, and which of its service's ports are its own.
struct ServiceProcess: Sendable, Hashable {
    /// What it does, in the word of the setting `run`.
    enum Mode: String, Sendable {
        case both, http, events
    }

    let service: SuiteService
    /// Counts those of its service from 0; its ports follow from it.
    let number: Int
    let mode: Mode

    /// How many of a service may answer requests.
    static let requestsRange = 1...9

    /// How people and logs call it: `issuer`; where there are several, `issuer-1`, `issuer-2` and `issuer-events`.
    var name: String {
        switch self.mode {
        case .both: self.service.name
        case .http: "\(self.service.name)-\(self.number + 1)"
        case .events: "\(self.service.name)-events"
        }
    }

    var answersRequests: Bool { self.mode != .events }

    /// The processes of services of which so many answer requests. One does everything; beside several, one more carries events.
    static func all(of services: [SuiteService], answering count: Int) -> [ServiceProcess] {
        services.flatMap { service in
            count == 1
                ? [ServiceProcess(service: service, number: 0, mode: .both)]
                : (0..<count).map { ServiceProcess(service: service, number: $0, mode: .http) }
                    + [ServiceProcess(service: service, number: count, mode: .events)]
        }
    }
}
