import JSON

/// The literal that a value object is in RDF (JSON-LD 1.1 API §8.2.2 steps 4 to 14).
struct LiteralWriting {
    let options: JSONLDOptions

    init(_ options: JSONLDOptions) {
        self.options = options
    }

    /// The literal, or the blank node of a compound literal; nil when RDF cannot say it.
    func write(_ object: JSONObject, graph: RDFTermID, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        guard let value = object["@value"] else { return nil }
        let type = object["@type"]?.string
        if type == "@json" { return try self.write(json: value, &dataset) }
        switch value {
        case .bool(let bool):
            return try self.write(bool ? "true" : "false", type ?? RDFVocabulary.boolean, &dataset)
        case .number(let number):
            let (text, datatype) = self.form(of: number, type)
            return try self.write(text, datatype, &dataset)
        case .string(let text):
            if let type { return try self.write(text, type, &dataset) }
            if let direction = object["@direction"]?.string, let form = self.options.rdfDirection {
                return try self.write(text, object["@language"]?.string, direction, form, graph: graph, &dataset)
            }
            if let language = object["@language"]?.string { return try dataset.text(text, language: language) }
            return try dataset.text(text)
        default: return nil
        }
    }

    private func write(_ text: String, _ datatype: String, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        guard let datatype = try dataset.known(datatype) else { return nil }
        return try dataset.text(text, datatype: datatype)
    }

    /// JSON literals are compared in the form of RFC 8785.
    private func write(json value: JSON, _ dataset: inout RDFDataset) throws(RDFWritingError) -> RDFTermID? {
        let bytes: [UInt8]
        do throws(JSONCanonicalizationError) {
            bytes = try value.canonicalBytes()
        } catch {
            throw .literal(error)
        }
        return try self.write(String(decoding: bytes, as: UTF8.self), RDFVocabulary.json, &dataset)
    }

    /// Steps 10 and 11: numbers that are whole, and below 10 to the power of 21, are integers. An integer that is written as one keeps all digits.
    private func form(of number: JSONNumber, _ type: String?) -> (text: String, datatype: String) {
        let double = number.double
        let isWhole = double.rounded(.towardZero) == double && double.magnitude < 1e21
        guard isWhole, type != RDFVocabulary.double else { return (double.canonicalXSDText, type ?? RDFVocabulary.double) }
        let isWrittenWhole = number.text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-") }
        let text = isWrittenWhole && double != 0 ? number.text : String(Int128(double))
        return (text, type ?? RDFVocabulary.integer)
    }

    /// Step 13: a text with a base direction.
    private func write(
        _ text: String, _ language: String?, _ direction: String, _ form: JSONLDOptions.RDFDirection, graph: RDFTermID,
        _ dataset: inout RDFDataset
    ) throws(RDFWritingError) -> RDFTermID? {
        switch form {
        case .i18nDatatype:
            return try self.write(text, RDFVocabulary.i18n + (language?.lowercasedASCII ?? "") + "_" + direction, &dataset)
        case .compoundLiteral:
            let literal = dataset.blank()
            var parts = [(RDFVocabulary.value, text), (RDFVocabulary.direction, direction)]
            if let language { parts.insert((RDFVocabulary.language, language.lowercasedASCII), at: 1) }
            for (property, part) in parts {
                guard let predicate = try dataset.known(property) else { return nil }
                try dataset.put(RDFQuad(literal, predicate, try dataset.text(part), in: graph))
            }
            return literal
        }
    }
}
