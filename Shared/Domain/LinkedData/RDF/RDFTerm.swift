/// A term as a value that stands alone: for messages, and for whoever turns RDF into something else.
public enum RDFTerm: Hashable, Sendable {
    /// An absolute IRI.
    case iri(String)
    /// A literal.
    case literal(RDFLiteral)
    /// A blank node, by its label without `_:`.
    case blank(String)
}

/// A literal: a text and what it is a text of.
public struct RDFLiteral: Hashable, Sendable {
    /// The text, nothing in it escaped.
    public let lexicalForm: String
    /// The IRI of the datatype; `rdf:langString` when there is a language.
    public let datatype: String
    /// The language tag, in the letters that it was given in.
    public let language: String?

    /// A text with a datatype.
    public init(_ lexicalForm: String, datatype: String = Self.string) {
        self.lexicalForm = lexicalForm
        self.datatype = datatype
        self.language = nil
    }

    /// A text in a language.
    public init(_ lexicalForm: String, language: String) {
        self.lexicalForm = lexicalForm
        self.datatype = Self.languageString
        self.language = language
    }

    /// The datatype of a literal that names none.
    public static let string = "http://www.w3.org/2001/XMLSchema#string"
    /// The datatype of a literal with a language.
    public static let languageString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
}
