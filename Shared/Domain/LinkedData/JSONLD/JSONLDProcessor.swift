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
        .array(try self.expansion.expand(document: document))
    }

    /// The context that a local context makes of the empty one: compiled now, if it was not yet.
    @discardableResult
    public func context(_ local: JSON) throws(JSONLDError) -> JSONLDContext {
        let contexts = ContextProcessing(self.documents, self.options)
        let initial = try contexts.initial()
        return try contexts.process(
            local["@context"] ?? local, in: initial, ContextProcessing.Place(base: initial.content.originalBase))
    }

    var expansion: Expansion { Expansion(contexts: ContextProcessing(self.documents, self.options)) }
}
