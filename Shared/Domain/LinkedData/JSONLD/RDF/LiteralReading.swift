import JSON

/// A literal as a value object (JSON-LD 1.1 API §8.5 RDF to Object Conversion).
struct LiteralReading {
    let options: JSONLDOptions

    init(_ options: JSONLDOptions) {
        self.options = options
    }

    func value(of literal: RDFLiteral) throws(JSONLDError) -> JSON {
        let text = literal.lexicalForm
        if let language = literal.language { return ["@value": .string(text), "@language": .string(language)] }
        if literal.datatype == RDFVocabulary.json, !self.options.isVersion10 { return try self.json(text) }
        if self.options.useNativeTypes, let native = self.native(text, literal.datatype) { return ["@value": native] }
        if literal.datatype == RDFVocabulary.string { return ["@value": .string(text)] }
        if self.options.rdfDirection == .i18nDatatype, literal.datatype.begins(with: RDFVocabulary.i18n) {
            return self.directed(text, literal.datatype.dropFirst(RDFVocabulary.i18n.count))
        }
        return ["@value": .string(text), "@type": .string(literal.datatype)]
    }

    private func json(_ text: String) throws(JSONLDError) -> JSON {
        do throws(JSONError) {
            return ["@value": try JSON(parsing: text), "@type": "@json"]
        } catch {
            throw JSONLDError(.invalidJSONLiteral, "a JSON literal is not JSON: \(error)")
        }
    }

    /// A number, true or false, if the text is in the lexical space of the datatype.
    private func native(_ text: String, _ datatype: String) -> JSON? {
        switch datatype {
        case RDFVocabulary.boolean: ["true": true, "1": true, "false": false, "0": false][text]
        case RDFVocabulary.integer: Int(text).map { .number(JSONNumber($0)) }
        // Swift reads more than XML Schema writes: hexadecimal digits, and names of what is no number.
        case RDFVocabulary.double where text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }:
            Double(text).flatMap { JSONNumber($0) }.map { .number($0) }
        default: nil
        }
    }

    /// A text whose datatype says language and direction.
    private func directed(_ text: String, _ suffix: Substring) -> JSON {
        let parts = suffix.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        let language = parts.first.flatMap { $0.isEmpty ? nil : String($0) }
        let direction = parts.count == 2 ? String(parts[1]) : nil
        return .object(
            omittingNil: [
                "@value": .string(text), "@language": language.map { .string($0) }, "@direction": direction.map { .string($0) },
            ])
    }
}
