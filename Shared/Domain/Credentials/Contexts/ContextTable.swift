import JSON

/// A JSON-LD context as a table: a line for each term, and the terms of its scoped context under it, four spaces further in.
///
/// A line is a term, what it stands for, the `@type` of its values (an IRI after `^`), its `@container` and its scope. Of what it stands for,
/// `prefix:rest` is written out when the table has a line `prefix = IRI`, and with no rest it is the term's own name. A scope is `!` (one that
/// is protected and knows `id` and `type`), `{}` (one that is empty until its lines fill it), `null`, or `<name>` for one that another table
/// lists. `!` and `@protected` in a line of their own are said of the scope they stand in.
///
/// A table can start from another one. A term alone then leaves what was said of it, and its scope goes on below; `- term` takes it away.
struct ContextTable: Sendable {
    /// Where documents say that the context lies.
    let addresses: [String]
    /// The terms.
    let context: JSONObject

    /// Reads a table. A line that says nothing known is our own mistake and stops the program; a test reads them all.
    init(_ addresses: String..., after start: ContextTable? = nil, scopes: [String: ContextTable] = [:], terms text: String) {
        self.addresses = addresses
        var reader = ContextTableReader(text, scopes: scopes)
        self.context = reader.scope(start?.context ?? [:], depth: 0)
        precondition(reader.isAtEnd, "a line of \(addresses) stands too far in")
    }

    /// The document that lies there.
    var document: JSON { ["@context": .object(self.context)] }
}

/// Reads the lines of a table, the first one first.
private struct ContextTableReader {
    private let scopes: [String: ContextTable]
    private var lines: ArraySlice<(depth: Int, fields: [String])> = []
    private var prefixes: [String: String] = [:]

    init(_ text: String, scopes: [String: ContextTable]) {
        self.scopes = scopes
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            if fields.count == 3, fields[1] == "=" {
                self.prefixes[fields[0]] = fields[2]
            } else {
                self.lines.append((line.prefix { $0 == " " }.count / 4, fields))
            }
        }
    }

    var isAtEnd: Bool { self.lines.isEmpty }

    /// The lines of one scope, on top of what it has.
    mutating func scope(_ start: JSONObject, depth: Int) -> JSONObject {
        var scope = start
        while let line = self.lines.first, line.depth == depth {
            self.lines.removeFirst()
            let name = line.fields[0]
            switch (name, line.fields.count) {
            case ("!", 1): scope = Self.open
            case ("@protected", 1): scope["@protected"] = true
            case ("-", 2): scope.remove(line.fields[1])
            default: scope[name] = self.definition(of: name, line.fields.dropFirst(), after: scope[name], depth: depth)
            }
        }
        return scope
    }

    /// What a term means; a string where there is nothing to say but what it stands for.
    private mutating func definition(of term: String, _ fields: ArraySlice<String>, after earlier: JSON?, depth: Int) -> JSON {
        var definition: JSONObject = [:]
        if let meaning = fields.first {
            definition["@id"] = .string(self.written(meaning, of: term))
            if let scope = earlier?["@context"] { definition["@context"] = scope }
        } else {
            definition = earlier?.object ?? [:]
        }
        for field in fields.dropFirst() { self.read(field, into: &definition, of: term) }
        if let next = self.lines.first, next.depth > depth {
            guard let scope = definition["@context"]?.object else { preconditionFailure("\(term) has lines below and no scope") }
            definition["@context"] = .object(self.scope(scope, depth: depth + 1))
        }
        return definition.count == 1 ? definition["@id"] ?? .object(definition) : .object(definition)
    }

    private func read(_ field: String, into definition: inout JSONObject, of term: String) {
        switch field {
        case "@id", "@vocab", "@json": definition["@type"] = .string(field)
        case "@set", "@list", "@graph": definition["@container"] = .string(field)
        case "!": definition["@context"] = .object(Self.open)
        case "{}": definition["@context"] = .object([:])
        case "null": definition["@context"] = JSON.null
        case let type where type.hasPrefix("^"): definition["@type"] = .string(self.written(String(type.dropFirst()), of: term))
        default:
            let scope = field.hasPrefix("<") && field.hasSuffix(">") ? self.scopes[String(field.dropFirst().dropLast())] : nil
            guard let scope else { preconditionFailure("\(field) says nothing about \(term)") }
            definition["@context"] = .object(scope.context)
        }
    }

    private func written(_ text: String, of term: String) -> String {
        guard let colon = text.firstIndex(of: ":"), let prefix = self.prefixes[String(text[..<colon])] else { return text }
        let rest = text[text.index(after: colon)...]
        return prefix + (rest.isEmpty ? term : String(rest))
    }

    private static let open: JSONObject = ["@protected": true, "id": "@id", "type": "@type"]
}
