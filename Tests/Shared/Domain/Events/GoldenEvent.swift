import CloudEvents
import Events
import JSON
import TestSupport
import Testing

/// An event as it once went over the wire, from `Shared/Domain/Events/Golden`.
struct GoldenEvent: CustomTestStringConvertible {
    static let folder = SharedFiles.packageRoot + "/Shared/Domain/Events/Golden"

    let name: String
    let headers: [EventHeader]
    let key: [UInt8]
    let data: JSON

    var testDescription: String { self.name }

    static var all: [GoldenEvent] {
        get throws { try SharedFiles.entries(of: Self.folder).map { try GoldenEvent(named: $0) } }
    }

    init(named name: String) throws {
        let json = try JSON(parsing: try SharedFiles.contents(of: Self.folder + "/" + name))
        self.name = String(name.dropLast(".json".count))
        self.headers = json["headers"]?.object?.map { EventHeader($0.name, $0.value.string ?? "") } ?? []
        self.key = Array((json["key"]?.string ?? "").utf8)
        self.data = json["data"] ?? .null
    }

    /// The envelope, with other data or another type when they are given.
    func envelope(data: JSON? = nil, type: EventType? = nil) throws -> CloudEvent {
        let headers = self.headers.map { header in
            header.name == "ce_type" && type != nil ? EventHeader("ce_type", type?.description ?? "") : header
        }
        return try CloudEvent(headers: headers, key: self.key, data: (data ?? self.data).bytes())
    }

    /// Reads the event as the type that its topic's handler takes.
    static func read(_ envelope: CloudEvent) throws -> any Event {
        switch envelope.type.noun {
        case "credential": try CredentialEvent(envelope)
        case "item": try ItemEvent(envelope)
        case "consent": try ConsentEvent(envelope)
        case "progress": try ProgressEvent(envelope)
        case "role": try RoleEvent(envelope)
        default: try CatalogueEvent(envelope)
        }
    }
}
