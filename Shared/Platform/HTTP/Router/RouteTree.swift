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
        if let entry = self.find(method, segments, 0, at: 0, &values) {
            return .match(Match(value: entry.value, names: entry.names, values: values))
        }
        var methods: Set<HTTPMethod> = []
        self.collectMethods(segments, 0, at: 0, &methods)
        if methods.isEmpty { return .nothing }
        if methods.contains(.get) { methods.insert(.head) }
        methods.insert(.options)
        return .otherMethods(methods.sorted { $0.rawValue < $1.rawValue })
    }

    /// Visits each node at most once: the tree bounds the work, not the path.
    private func find(_ method: HTTPMethod, _ segments: [String], _ depth: Int, at place: Int, _ values: inout [String]) -> Entry? {
        guard depth < segments.count else {
            return self.nodes[place].entries[method] ?? (method == .head ? self.nodes[place].entries[.get] : nil)
        }
        if let next = self.nodes[place].literals[segments[depth]],
            let entry = self.find(method, segments, depth + 1, at: next, &values)
        {
            return entry
        }
        guard let next = self.nodes[place].parameter, !segments[depth].isEmpty else { return nil }
        values.append(segments[depth])
        if let entry = self.find(method, segments, depth + 1, at: next, &values) { return entry }
        values.removeLast()
        return nil
    }

    private func collectMethods(_ segments: [String], _ depth: Int, at place: Int, _ methods: inout Set<HTTPMethod>) {
        guard depth < segments.count else { return methods.formUnion(self.nodes[place].entries.keys) }
        if let next = self.nodes[place].literals[segments[depth]] { self.collectMethods(segments, depth + 1, at: next, &methods) }
        if let next = self.nodes[place].parameter, !segments[depth].isEmpty {
            self.collectMethods(segments, depth + 1, at: next, &methods)
        }
    }
}
