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
