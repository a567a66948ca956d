public import JSON

/// How a document is processed (JSON-LD 1.1 API §9.4.3 JsonLdOptions). The defaults are the specification's, but for the base: there is none.
public struct JSONLDOptions: Sendable, Hashable {
    /// Which version's rules hold.
    public enum ProcessingMode: Sendable, Hashable {
        /// Features of 1.1 are errors.
        case jsonLD10
        /// All of 1.1.
        case jsonLD11
    }

    /// How texts with a base direction are written in RDF.
    public enum RDFDirection: Sendable, Hashable {
        /// A datatype under `https://www.w3.org/ns/i18n#`.
        case i18nDatatype
        /// A blank node with `rdf:value`, `rdf:language` and `rdf:direction`.
        case compoundLiteral
    }

    /// What relative references are resolved against.
    public var base: String?
    /// A context that holds before the document's own.
    public var expandContext: JSON?
    /// Which version's rules hold.
    public var processingMode = ProcessingMode.jsonLD11
    /// Whether compaction writes an array of one as its element.
    public var compactArrays = true
    /// Whether compaction makes IRIs relative to the base.
    public var compactToRelative = true
    /// Whether members are processed in the order of their names.
    public var ordered = false
    /// How texts with a base direction are written in RDF; nil leaves the direction out.
    public var rdfDirection: RDFDirection?
    /// Whether predicates may be blank nodes in RDF.
    public var produceGeneralizedRDF = false
    /// Whether literals of XSD numbers and booleans become JSON's own.
    public var useNativeTypes = false
    /// Whether `rdf:type` stays a property instead of becoming `@type`.
    public var useRDFType = false
    /// Whether anything that would be dropped silently is an error.
    public var isSafe = false

    /// The specification's defaults.
    public init() {}

    /// What credentials are signed and verified with: nothing is dropped, nothing depends on where the document lies.
    public static let safe: JSONLDOptions = {
        var options = JSONLDOptions()
        options.isSafe = true
        return options
    }()

    /// Whether features of 1.1 are errors.
    var isVersion10: Bool { self.processingMode == .jsonLD10 }
}
