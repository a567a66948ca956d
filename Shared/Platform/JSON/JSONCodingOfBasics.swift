extension String: JSONDecodable, JSONEncodable {
    /// Reads a string.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let text = json.string else { throw json.mismatch(expected: "a string") }
        self = text
    }

    /// A string.
    public var json: JSON { .string(self) }
}

extension Bool: JSONDecodable, JSONEncodable {
    /// Reads true or false.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let value = json.bool else { throw json.mismatch(expected: "true or false") }
        self = value
    }

    /// True or false.
    public var json: JSON { .bool(self) }
}

extension Int: JSONDecodable, JSONEncodable {
    /// Reads a number that is whole and fits into 64 bits.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let value = json.int else { throw json.mismatch(expected: "a whole number of at most 64 bits") }
        self = value
    }

    /// A whole number.
    public var json: JSON { .number(JSONNumber(self)) }
}

extension Double: JSONDecodable {
    /// Reads a number, rounded to the nearest double; one beyond its range is refused.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let value = json.number?.double, value.isFinite else { throw json.mismatch(expected: "a number of at most about 1.8e308") }
        self = value
    }
}

extension JSON: JSONDecodable, JSONEncodable {
    /// Takes the value as it is.
    public init(from json: JSONView) throws(JSONDecodingError) {
        self = json.json
    }

    /// The value itself.
    public var json: JSON { self }
}

extension JSONNumber: JSONDecodable, JSONEncodable {
    /// Takes the number as written.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let number = json.number else { throw json.mismatch(expected: "a number") }
        self = number
    }

    /// The number as written.
    public var json: JSON { .number(self) }
}

extension JSONObject: JSONDecodable, JSONEncodable {
    /// Takes the members as they are.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let object = json.json.object else { throw json.mismatch(expected: "an object") }
        self = object
    }

    /// An object of the members.
    public var json: JSON { .object(self) }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    /// Reads each element; one error names all elements that do not suit, up to the limit.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard json.kind == .array else { throw json.mismatch(expected: "an array") }
        self.init()
        self.reserveCapacity(json.count)
        var issues: [JSONDecodingError.Issue] = []
        for element in json.elements {
            do throws(JSONDecodingError) {
                self.append(try Element(from: element))
            } catch {
                issues += error.issues
                if issues.count >= JSONDecodingError.maxIssues { break }
            }
        }
        guard issues.isEmpty else { throw JSONDecodingError(issues) }
    }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    /// An array of the elements' JSON.
    public var json: JSON { .array(self.map(\.json)) }
}

extension JSONDecodable where Self: RawRepresentable, RawValue: JSONDecodable {
    /// Reads the raw value.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let value = Self(rawValue: try RawValue(from: json)) else { throw json.mismatch(expected: "a known \(Self.self)") }
        self = value
    }
}

extension JSONDecodable where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Reads one of the cases; the error names them all.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let value = Self(rawValue: try String(from: json)) else {
            throw json.mismatch(expected: "one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = value
    }
}

extension JSONEncodable where Self: RawRepresentable, RawValue: JSONEncodable {
    /// The raw value's JSON.
    public var json: JSON { self.rawValue.json }
}
