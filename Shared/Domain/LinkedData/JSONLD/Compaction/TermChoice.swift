import JSON

/// What a value asks of the term that it is written under (JSON-LD 1.1 API §6.2 steps 4.3 to 4.13).
struct TermChoice {
    let context: JSONLDContext
    let isVersion10: Bool
    /// Containers that suit the value, the best first.
    private(set) var containers: [String] = []
    /// Whether the value's type decides; else its language.
    private(set) var byType = false
    /// The type or language.
    private(set) var typeOrLanguage = "@null"

    init(context: JSONLDContext, isVersion10: Bool) {
        self.context = context
        self.isVersion10 = isVersion10
    }

    mutating func look(at value: JSON?, isReverse: Bool) {
        let object = value?.object
        let hasIndex = object?["@index"] != nil
        if hasIndex, object?.isGraphObject == false { self.containers += ["@index", "@index@set"] }
        if isReverse {
            self.choose(type: "@reverse")
            self.containers.append("@set")
        } else if let object, object.isListObject {
            self.look(atList: object, hasIndex: hasIndex)
        } else if let object, object.isGraphObject {
            self.look(atGraph: object, hasIndex: hasIndex)
        } else {
            self.look(atValue: object, hasIndex: hasIndex)
        }
        self.containers.append("@none")
        guard !self.isVersion10 else { return }
        if !hasIndex { self.containers += ["@index", "@index@set"] }
        if let object, object.count == 1, object.isValueObject { self.containers += ["@language", "@language@set"] }
    }

    private mutating func choose(type: String) {
        self.byType = true
        self.typeOrLanguage = type
    }

    private var defaultLanguage: String {
        InverseContext.key(language: self.context.content.language, direction: self.context.content.direction) ?? "@none"
    }

    /// Step 4.7: what all elements of a list have in common.
    private mutating func look(atList object: JSONObject, hasIndex: Bool) {
        if !hasIndex { self.containers.append("@list") }
        let elements = object["@list"]?.elements ?? []
        var commonType: String?
        var commonLanguage: String? = elements.isEmpty ? self.defaultLanguage : nil
        for element in elements {
            let (type, language) = Self.typeAndLanguage(of: element)
            commonLanguage = commonLanguage == nil || commonLanguage == language ? language : "@none"
            commonType = commonType.map { $0.isSame(as: type) ? type : "@none" } ?? type
            if commonLanguage == "@none", commonType == "@none" { break }
        }
        if let commonType, commonType != "@none" {
            self.choose(type: commonType)
        } else {
            self.typeOrLanguage = commonLanguage ?? "@none"
        }
    }

    private static func typeAndLanguage(of element: JSON) -> (type: String, language: String) {
        guard let value = element.object, value.isValueObject else { return ("@id", "@none") }
        if let key = Self.key(of: value) { return ("@none", key) }
        if let type = value["@type"]?.string { return (type, "@none") }
        return ("@none", "@null")
    }

    private static func key(of value: JSONObject) -> String? {
        InverseContext.key(
            language: value["@language"]?.string, direction: value["@direction"]?.string.flatMap { TextDirection(rawValue: $0) })
    }

    /// Step 4.8.
    private mutating func look(atGraph object: JSONObject, hasIndex: Bool) {
        let hasID = object["@id"] != nil
        if hasIndex { self.containers += ["@graph@index", "@graph@index@set"] }
        if hasID { self.containers += ["@graph@id", "@graph@id@set"] }
        self.containers += ["@graph", "@graph@set", "@set"]
        if !hasIndex { self.containers += ["@graph@index", "@graph@index@set"] }
        if !hasID { self.containers += ["@graph@id", "@graph@id@set"] }
        self.containers += ["@index", "@index@set"]
        self.choose(type: "@id")
    }

    /// Step 4.9.
    private mutating func look(atValue object: JSONObject?, hasIndex: Bool) {
        if let object, object.isValueObject {
            if !hasIndex, let key = Self.key(of: object) {
                self.typeOrLanguage = key
                self.containers += ["@language", "@language@set"]
            } else if let type = object["@type"]?.string {
                self.choose(type: type)
            }
        } else {
            self.choose(type: "@id")
            self.containers += ["@id", "@id@set", "@type", "@set@type"]
        }
        self.containers.append("@set")
    }
}
