import JSON

/// Node map generation (JSON-LD 1.1 API §7.2): an expanded document taken apart into its nodes.
struct NodeMapGeneration {
    private(set) var map = NodeMap()
    private var issuer = BlankNodeIssuer()
    private let isOrdered: Bool
    init(isOrdered: Bool) {
        self.isOrdered = isOrdered
    }

    /// Where a value belongs.
    private enum Target {
        /// To no property: it stands in a graph.
        case none
        /// It is what a property of a node has.
        case value(of: Int, property: Int)
        /// It is what has a property: the node, the other way round.
        case reversed(node: String, property: String)
    }

    /// Takes in the elements of an expanded document.
    mutating func add(_ expanded: [JSON]) throws(JSONLDError) {
        for (index, element) in expanded.enumerated() {
            try under(String(index)) { () throws(JSONLDError) in
                if case .object(let object) = element { try self.add(object, graph: 0, .none) }
            }
        }
    }

    /// Takes in one object, and puts it, or a reference to it, where it belongs.
    private mutating func add(_ object: JSONObject, graph: Int, _ target: Target) throws(JSONLDError) {
        if object.isListObject {
            let list = try self.list(object, graph: graph)
            guard case .value(let node, let property) = target else { return }
            self.map[graph][node].add(list: list, at: property)
        } else if let value = self.value(object) {
            guard case .value(let node, let property) = target else { return }
            self.map[graph][node].add(value, at: property)
        } else {
            let id = try self.node(object, graph: graph)
            switch target {
            case .none: break
            case .value(let node, let property): self.map[graph][node].add(Self.reference(id), at: property)
            case .reversed(let node, let property):
                let place = self.map[graph].place(of: id)
                let property = self.map[graph][place].place(of: property)
                self.map[graph][place].add(Self.reference(node), at: property)
            }
        }
    }

    /// A value object, with the name of a blank node as its type replaced.
    private mutating func value(_ object: JSONObject) -> JSON? {
        guard object.isValueObject else { return nil }
        guard case .string(let type) = object["@type"], type.isBlankNode else { return .object(object) }
        var object = object
        object["@type"] = .string(self.issuer.identifier(for: type))
        return .object(object)
    }

    /// Step 5: a list, with references in place of its nodes.
    private mutating func list(_ object: JSONObject, graph: Int) throws(JSONLDError) -> JSON {
        var elements: [JSON] = []
        for (index, element) in (object["@list"]?.elements ?? []).enumerated() {
            guard case .object(let inner) = element else { continue }
            let element = try under("@list") { () throws(JSONLDError) in
                try under(String(index)) { () throws(JSONLDError) -> JSON in
                    if inner.isListObject { return try self.list(inner, graph: graph) }
                    if let value = self.value(inner) { return value }
                    return Self.reference(try self.node(inner, graph: graph))
                }
            }
            elements.append(element)
        }
        var list = object
        list["@list"] = .array(elements)
        return .object(list)
    }

    /// Step 6: all that an object says of a node; gives the node's name.
    private mutating func node(_ object: JSONObject, graph: Int) throws(JSONLDError) -> String {
        let id = self.name(object["@id"])
        let place = self.map[graph].place(of: id)
        for type in object["@type"]?.elements ?? [] {
            guard case .string(let text) = type else { continue }
            let named: JSON = text.isBlankNode ? .string(self.issuer.identifier(for: text)) : type
            if !self.map[graph][place].types.contains(named) { self.map[graph][place].types.append(named) }
        }
        if let index = object["@index"] {
            if let present = self.map[graph][place].index, present != index {
                throw JSONLDError(.conflictingIndexes, "one node has two indexes").under("@index")
            }
            self.map[graph][place].index = index
        }
        if case .object(let reverse)? = object["@reverse"] {
            try under("@reverse") { () throws(JSONLDError) in
                for member in reverse {
                    try self.addEach(member, graph: graph, .reversed(node: id, property: member.name))
                }
            }
        }
        if let inner = object["@graph"] { try self.addEach(("@graph", inner), graph: self.map.place(of: id), .none) }
        if let included = object["@included"] { try self.addEach(("@included", included), graph: graph, .none) }
        for member in object.members(ordered: self.isOrdered) where member.name.utf8.first != UInt8(ascii: "@") {
            let name = member.name.isBlankNode ? self.issuer.identifier(for: member.name) : member.name
            let property = self.map[graph][place].place(of: name)
            try self.addEach(member, graph: graph, .value(of: place, property: property))
        }
        return id
    }

    private mutating func name(_ id: JSON?) -> String {
        switch id {
        case .string(let id): return id.isBlankNode ? self.issuer.identifier(for: id) : id
        case .null: return NodeMap.unnamable
        default: return self.issuer.new()
        }
    }

    private static func reference(_ id: String) -> JSON {
        ["@id": id == NodeMap.unnamable ? .null : .string(id)]
    }

    /// Takes in each object of a member.
    private mutating func addEach(_ member: JSONObject.Element, graph: Int, _ target: Target) throws(JSONLDError) {
        for (index, value) in member.value.elements.enumerated() {
            guard case .object(let object) = value else { continue }
            do throws(JSONLDError) {
                try self.add(object, graph: graph, target)
            } catch {
                throw error.under(String(index)).under(member.name)
            }
        }
    }
}
