import CloudEvents
import Observability
import Testing

/// An event of learner 5 at college 17.
func sample(
    key: String = "17:00000000-0000-0000-0000-000000000005", extensions: [CloudEvent.Attribute] = [], data: [UInt8] = Array("{}".utf8)
) throws -> CloudEvent {
    try CloudEvent(
        id: try #require(EventID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")), source: "/cairn/issuer", type: EventType("credential", "issued"),
        subject: UUIDValue(high: 0x0192_f0c1_2345_7abc, low: 0x8def_0123_4567_89ab),
        time: WallTime(microseconds: 1_795_573_800_000_000), dataSchema: "https://cairn.test/issuer/schemas/credential.v1.json",
        key: key, college: 17, version: 3,
        trace: TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), extensions: extensions, data: data)
}

/// Reads an event back after some of its headers have been replaced or added, and others left out.
func read(_ event: CloudEvent, with values: [String: [UInt8]] = [:], without names: Set<String> = []) throws -> CloudEvent {
    let kept = event.headers.filter { values[$0.name] == nil && !names.contains($0.name) }
    let headers = kept + values.map { EventHeader($0.key, $0.value) }
    return try CloudEvent(headers: headers, key: Array(event.key.utf8), data: event.data)
}
