import JSON

/// Deserialize JSON-LD to RDF (JSON-LD 1.1 API §8.1): the nodes of a document as quads.
struct RDFWriting {
    let options: JSONLDOptions
    /// The document's blank nodes in the dataset, where labels of other documents may be the same.
    private var blanks: [Name: RDFTermID] = [:]

    init(_ options: JSONLDOptions) {
        self.options = options
    }

    /// Puts all that the nodes say into a dataset.
    mutating func write(_ map: NodeMap, into dataset: inout RDFDataset) throws(RDFWritingError) {
        let graphs = self.options.ordered ? map.graphs.sorted { $0.name.precedes($1.name) } : map.graphs
        for (name, graph) in graphs {
            let id: RDFTermID
            if name == NodeMap.defaultGraph {
                id = .defaultGraph
            } else if let named = try self.term(name, &dataset) {
                id = named
            } else {
                continue
            }
            for node in self.options.ordered ? graph.sorted : graph.nodes { try self.write(node, graph: id, &dataset) }
        }
    }

    private mutating func write(_ node: NodeMap.Node, graph: RDFTermID, _ dataset: inout RDFDataset) throws(RDFWritingError) {
        guard !node.types.isEmpty || !node.properties.isEmpty, let subject = try self.term(node.id, &dataset) else { return }
        if !node.types.isEmpty, let predicate = try dataset.known(RDFVocabulary.type) {
            for type in node.types {
                guard let text = type.string, let object = try self.term(text, &dataset) else { continue }
                try dataset.put(RDFQuad(subject, predicate, object, in: graph))
            }
        }
        let properties = self.options.ordered ? node.properties.sorted { $0.name.precedes($1.name) } : node.properties
        for (property, values) in properties {
            if property.isBlankNode, !self.options.produceGeneralizedRDF { continue }
            guard let predicate = try self.term(property, &dataset) else { continue }
            for value in values.all {
                guard let object = try self.object(value, graph: graph, &dataset) else { continue }
                try dataset.put(RDFQuad(subject, predicate, object, in: graph))
            }
        }
    }

    /// An IRI or blank node; nil when the text is neither.
    private mutating func term(_ text: String, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        guard text.isBlankNode else { return text.hasOneFragmentAtMost ? try dataset.known(text) : nil }
        if let blank = self.blanks[Name(text)] { return blank }
        let blank = dataset.blank()
        self.blanks[Name(text)] = blank
        return blank
    }

    /// Object to RDF conversion (§8.2); nil when RDF cannot say it.
    private mutating func object(_ value: JSON, graph: RDFTermID, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        guard case .object(let object) = value else { return nil }
        if let list = object["@list"] { return try self.list(list.elements, graph: graph, &dataset) }
        if object.isValueObject { return try LiteralWriting(self.options).write(object, graph: graph, &dataset) }
        guard let id = object["@id"]?.string else { return nil }
        return try self.term(id, &dataset)
    }

    /// List to RDF conversion (§8.3).
    private mutating func list(_ elements: [JSON], graph: RDFTermID, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        guard let first = try dataset.known(RDFVocabulary.first), let rest = try dataset.known(RDFVocabulary.rest),
            let end = try dataset.known(RDFVocabulary.nil)
        else { return nil }
        let links = elements.map { _ in dataset.blank() }
        for (place, element) in elements.enumerated() {
            if let object = try self.object(element, graph: graph, &dataset) {
                try dataset.put(RDFQuad(links[place], first, object, in: graph))
            }
            try dataset.put(RDFQuad(links[place], rest, place + 1 < links.count ? links[place + 1] : end, in: graph))
        }
        return links.first ?? end
    }
}

/// Why RDF cannot be written.
enum RDFWritingError: Error {
    case limit(RDFLimitError)
    /// A JSON literal has no canonical form.
    case literal(JSONCanonicalizationError)
}

extension RDFDataset {
    /// The term for an IRI; nil when it is not well-formed.
    mutating func known(_ iri: String) throws(RDFWritingError) -> RDFTermID? {
        do throws(RDFLimitError) {
            return try self.iri(iri.utf8Span.span)
        } catch {
            throw .limit(error)
        }
    }

    mutating func put(_ quad: RDFQuad) throws(RDFWritingError) {
        do throws(RDFLimitError) {
            try self.insert(quad)
        } catch {
            throw .limit(error)
        }
    }

    mutating func text(_ text: String, datatype: RDFTermID? = nil) throws(RDFWritingError) -> RDFTermID {
        do throws(RDFLimitError) {
            return try self.literal(text.utf8Span.span, datatype: datatype)
        } catch {
            throw .limit(error)
        }
    }

    /// A text in a language; nil when the tag is none.
    mutating func text(_ text: String, language: String) throws(RDFWritingError) -> RDFTermID? {
        do throws(RDFLimitError) {
            return try self.literal(text.utf8Span.span, language: language.utf8Span.span)
        } catch {
            throw .limit(error)
        }
    }
}

extension String {
    /// An IRI has one fragment at most (RFC 3987 §2.2), which N-Quads does not ask for.
    fileprivate var hasOneFragmentAtMost: Bool {
        var fragments = 0
        for byte in self.utf8 where byte == UInt8(ascii: "#") { fragments += 1 }
        return fragments <= 1
    }
}
