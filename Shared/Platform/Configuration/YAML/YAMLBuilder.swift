import CYAML

/// Makes nodes from libyaml's events. It lives as long as the pointer that it is lent.
struct YAMLBuilder {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private var nodes = 0

    init(parser: UnsafeMutablePointer<yaml_parser_t>) { self.parser = parser }

    /// The one document of the stream.
    mutating func document() throws(YAMLError) -> YAMLNode {
        var root = YAMLNode(content: .mapping([]), place: YAMLPlace(line: 1, column: 1))
        var documents = 0
        while true {
            let event = try self.next()
            switch event.kind {
            case .streamEnd: return root
            case .documentStart:
                documents += 1
                guard documents == 1 else { throw YAMLError(event.place, "a second document begins here; one is read") }
                let first = try self.next()
                root = try self.node(first, depth: 0)
            case .other: continue
            default: throw YAMLError(event.place, "this is not expected here")
            }
        }
    }

    private mutating func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        self.nodes += 1
        guard self.nodes <= YAMLDocument.nodeLimit else {
            throw YAMLError(event.place, "the file has more than \(YAMLDocument.nodeLimit) values")
        }
        guard depth <= YAMLDocument.depthLimit else {
            throw YAMLError(event.place, "the values lie more than \(YAMLDocument.depthLimit) deep in each other")
        }
        switch event.kind {
        case .scalar(let text, let isPlain): return YAMLNode(content: .scalar(text, isPlain: isPlain), place: event.place)
        case .sequenceStart: return YAMLNode(content: .sequence(try self.items(depth: depth)), place: event.place)
        case .mappingStart: return YAMLNode(content: .mapping(try self.members(depth: depth)), place: event.place)
        default: throw YAMLError(event.place, "a value is missing here")
        }
    }

    private mutating func items(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try self.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try self.node(event, depth: depth + 1))
        }
    }

    private mutating func members(depth: Int) throws(YAMLError) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var places: [String: YAMLPlace] = [:]
        while true {
            let event = try self.next()
            if case .mappingEnd = event.kind { return members }
            guard case .scalar(let name, let isPlain) = event.kind else { throw YAMLError(event.place, "a name should be a text") }
            if isPlain, name == "<<" { throw YAMLError(event.place, "merge keys (<<) are not read; write the values out") }
            if let first = places.updateValue(event.place, forKey: name) {
                throw YAMLError(event.place, "\"\(name.prefix(80))\" stands twice, first in line \(first.line)")
            }
            let value = try self.next()
            members.append(YAMLNode.Member(name: name, place: event.place, value: try self.node(value, depth: depth + 1)))
        }
    }

    private struct Event {
        enum Kind {
            case streamEnd, documentStart, scalar(String, isPlain: Bool), sequenceStart, sequenceEnd, mappingStart, mappingEnd, other
        }
        let kind: Kind
        let place: YAMLPlace
    }

    private func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(self.parser, &event) == 1 else { throw self.syntaxError() }
        defer { yaml_event_delete(&event) }
        let place = Self.place(event.start_mark)
        if event.type == YAML_ALIAS_EVENT { throw YAMLError(place, "aliases (*name) are not read; write the value out") }
        if cairn_yaml_has_anchor(&event) == 1 { throw YAMLError(place, "anchors (&name) are not read; write the values out") }
        if cairn_yaml_has_tag(&event) == 1 { throw YAMLError(place, "tags (!name) are not read") }
        let kind: Event.Kind =
            switch event.type {
            case YAML_STREAM_END_EVENT: .streamEnd
            case YAML_DOCUMENT_START_EVENT: .documentStart
            case YAML_SEQUENCE_START_EVENT: .sequenceStart
            case YAML_SEQUENCE_END_EVENT: .sequenceEnd
            case YAML_MAPPING_START_EVENT: .mappingStart
            case YAML_MAPPING_END_EVENT: .mappingEnd
            case YAML_SCALAR_EVENT: .scalar(Self.text(of: &event), isPlain: cairn_yaml_scalar_is_plain(&event) == 1)
            default: .other
            }
        return Event(kind: kind, place: place)
    }

    private static func text(of event: UnsafePointer<yaml_event_t>) -> String {
        var length = 0
        let bytes = cairn_yaml_scalar(event, &length)
        return String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    private static func place(_ mark: yaml_mark_t) -> YAMLPlace {
        YAMLPlace(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func syntaxError() -> YAMLError {
        let problem = self.parser.pointee.problem.map { String(cString: $0) } ?? "this cannot be read"
        // A fault of the encoding has an offset and no mark.
        let mark = self.parser.pointee.error == YAML_READER_ERROR ? self.parser.pointee.mark : self.parser.pointee.problem_mark
        return YAMLError(Self.place(mark), problem)
    }
}
