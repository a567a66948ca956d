public import JSON

/// JSON-LD 1.1 (W3C Recommendation of 16 July 2020): what documents say, apart from how they write it.
///
/// A pure value: contexts come from its closed set of documents, and nothing is ever fetched.
public struct JSONLDProcessor: Sendable {
    /// The contexts that there are.
    public let documents: JSONLDDocuments
    /// How documents are processed.
    public var options: JSONLDOptions

    /// A processor of documents with these contexts.
    public init(_ documents: JSONLDDocuments, options: JSONLDOptions = JSONLDOptions()) {
        self.documents = documents
        self.options = options
    }

    /// The document in expanded form, an array of nodes without any context (JSON-LD 1.1 API §5.1).
    public func expand(_ document: JSON) throws(JSONLDError) -> JSON {
        .array(try self.expansion().expand(document: document))
    }

    /// The document flat: all its nodes beside one another (JSON-LD 1.1 API §7.1).
    public func flatten(_ document: JSON) throws(JSONLDError) -> JSON {
        let expanded = try self.expansion().expand(document: document)
        return .array(try Flattening(isOrdered: self.options.ordered).flatten(expanded))
    }

    /// The document flat, and then written with the terms of a context.
    public func flatten(_ document: JSON, context: JSON) throws(JSONLDError) -> JSON {
        let expanded = try self.expansion().expand(document: document)
        let flat = try Flattening(isOrdered: self.options.ordered).flatten(expanded)
        return try self.compact(expanded: flat, context: context, asGraph: true)
    }

    /// The document written with the terms of a context (JSON-LD 1.1 API §6.1).
    public func compact(_ document: JSON, context: JSON) throws(JSONLDError) -> JSON {
        try self.compact(expanded: try self.expansion().expand(document: document), context: context)
    }

    private func compact(expanded: [JSON], context document: JSON, asGraph: Bool = false) throws(JSONLDError) -> JSON {
        let local = document["@context"] ?? document
        let contexts = ContextProcessing(self.documents, self.options)
        let base = self.options.base.map { IRIReference($0) }
        let initial = try contexts.initial(expandContext: nil)
        let context = try contexts.process(local, in: initial, ContextProcessing.Place(base: base))
        let compaction = Compaction(contexts: contexts)
        var result: JSONObject = [:]
        if !local.isEmptyContext { result["@context"] = local }
        switch try compaction.compact(.array(expanded), property: nil, in: context) {
        case .object(let object) where !asGraph:
            for member in object { result[member.name] = member.value }
        case .array(let elements) where elements.isEmpty && !asGraph: break
        case let several: result[try compaction.names(context).compact("@graph")] = .array(several.elements)
        }
        return .object(result)
    }

    /// Puts what the document says into a dataset (JSON-LD 1.1 API §8.1). After an error the dataset has a part of it.
    public func writeRDF(of document: JSON, into dataset: inout RDFDataset) throws(JSONLDError) {
        let expanded = try self.expansion(forRDF: true).expand(document: document)
        var generation = NodeMapGeneration(isOrdered: self.options.ordered)
        try generation.add(expanded)
        var writing = RDFWriting(self.options)
        do throws(RDFWritingError) {
            try writing.write(generation.map, into: &dataset)
        } catch {
            switch error {
            case .limit(let limit): throw JSONLDError(.tooMuchRDF, limit.description)
            case .literal(let literal): throw JSONLDError(.invalidJSONLiteral, literal.description)
            }
        }
    }

    /// A dataset as a document in expanded form (JSON-LD 1.1 API §8.4).
    public func document(of dataset: RDFDataset) throws(JSONLDError) -> JSON {
        var reading = RDFReading(self.options, self.documents.limits)
        return .array(try reading.read(dataset))
    }

    /// The context that a local context makes of the empty one: compiled now, if it was not yet.
    @discardableResult
    public func context(_ local: JSON) throws(JSONLDError) -> JSONLDContext {
        let contexts = ContextProcessing(self.documents, self.options)
        let initial = try contexts.initial()
        return try contexts.process(
            local["@context"] ?? local, in: initial, ContextProcessing.Place(base: initial.content.originalBase))
    }

    private func expansion(forRDF: Bool = false) -> Expansion {
        Expansion(contexts: ContextProcessing(self.documents, self.options), isForRDF: forRDF)
    }
}

extension JSON {
    /// Whether it says nothing as a context.
    fileprivate var isEmptyContext: Bool {
        switch self {
        case .null: true
        case .object(let object): object.isEmpty
        case .array(let array): array.allSatisfy(\.isEmptyContext)
        default: false
        }
    }
}
