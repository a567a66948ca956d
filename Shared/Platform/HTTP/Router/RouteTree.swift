/// Finds a route by the segments of a path: a literal segment wins over a parameter.
struct RouteTree<Value: Sendable>: Sendable {
    /// A route that was found, and what its parameters stand for.
    struct Match {
        let value: Value
        let names: [String]
        let values: [String]
    }

    /// What was found.
    enum Found {
        case match(Match)
        /// The path is known, the method is not one of these.
        case otherMethods([HTTPMethod])
        case nothing
    }

    private struct Entry: Sendable {
        let names: [String]
        let value: Value
    }

    /// Nodes point to each other by their place in `nodes`.
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var entries: [HTTPMethod: Entry] = [:]
    }

    private var nodes = [Node()]

    /// Adds a route. Two routes that no request could tell apart are our own mistake.
    mutating func insert(_ value: Value, method: HTTPMethod, template: PathTemplate) {
        var place = 0
        for segment in template.segments {
            let known: Int? =
                switch segment {
                case .literal(let text): self.nodes[place].literals[text]
                case .parameter: self.nodes[place].parameter
                }
            let next = known ?? self.nodes.count
            if known == nil { self.nodes.append(Node()) }
            switch segment {
            case .literal(let text): self.nodes[place].literals[text] = next
            case .parameter: self.nodes[place].parameter = next
            }
            place = next
        }
        precondition(self.nodes[place].entries[method] == nil, "two routes for \(method) \(template)")
        self.nodes[place].entries[method] = Entry(names: template.names, value: value)
    }

    /// The route for a method and a path. HEAD is answered by GET's route unless it has one (RFC 9110 §9.3.2).
    func find(_ method: HTTPMethod, _ segments: [String]) -> Found {
        var values: [String] = []
        var methods: Set<HTTPMethod> = []
        if let entry = self.find(method, segments[...], at: 0, &values, &methods) {
            return .match(Match(value: entry.value, names: entry.names, values: values))
        }
        if methods.isEmpty { return .nothing }
        if methods.contains(.get) { methods.insert(.head) }
        methods.insert(.options)
        return .otherMethods(methods.sorted { $0.rawValue < $1.rawValue })
    }

    /// Visits each node at most once: the tree bounds the work, not the path.
    private func find(
        _ method: HTTPMethod, _ segments: ArraySlice<String>, at place: Int, _ values: inout [String], _ methods: inout Set<HTTPMethod>
    ) -> Entry? {
        let node = self.nodes[place]
        guard let segment = segments.first else {
            if let entry = node.entries[method] ?? (method == .head ? node.entries[.get] : nil) { return entry }
            methods.formUnion(node.entries.keys)
            return nil
        }
        if let next = node.literals[segment],
            let entry = self.find(method, segments.dropFirst(), at: next, &values, &methods)
        {
            return entry
        }
        guard let next = node.parameter, !segment.isEmpty else { return nil }
        values.append(segment)
        if let entry = self.find(method, segments.dropFirst(), at: next, &values, &methods) { return entry }
        values.removeLast()
        return nil
    }
}
