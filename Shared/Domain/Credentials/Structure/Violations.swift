import JSON

/// What breaks a rule of form, place by place. A pointer is made only for what breaks one: most documents need none.
struct Violations {
    private(set) var found: [(pointer: JSONPointer, code: Reason.Code)] = []

    mutating func add(_ code: Reason.Code, at pointer: @autoclosure () -> JSONPointer) {
        self.found.append((pointer(), code))
    }

    /// Nothing found, or the first place and how many there are in all.
    var outcome: Outcome {
        guard let first = self.found.first else { return .passed }
        return .failed(Reason(first.code, ["field": .string(first.pointer.description), "count": .number(JSONNumber(self.found.count))]))
    }

    /// A text that is a URL.
    mutating func requireURL(_ json: JSON?, at pointer: @autoclosure () -> JSONPointer) {
        guard let json else { return self.add(.missing, at: pointer()) }
        guard let text = json.string, AbsoluteURL.isValid(text) else { return self.add(.malformed, at: pointer()) }
    }

    /// One or more texts that are not empty.
    mutating func requireTypes(_ json: JSON?, at pointer: @autoclosure () -> JSONPointer) {
        guard let json else { return self.add(.missing, at: pointer()) }
        let types = json.array ?? [json]
        guard !types.isEmpty, types.allSatisfy({ $0.string?.isEmpty == false }) else { return self.add(.malformed, at: pointer()) }
    }

    /// A text, a language value, or several of them (VCDM 2.0 §11.1).
    mutating func requireText(_ json: JSON, at pointer: @autoclosure () -> JSONPointer) {
        for value in json.array ?? [json] {
            guard value.string == nil else { continue }
            let isLanguageValue =
                value["@value"]?.string != nil
                && value.object?.allSatisfy { ["@value", "@language", "@direction"].contains($0.name) && $0.value.string != nil } == true
            guard isLanguageValue else { return self.add(.malformed, at: pointer()) }
        }
    }

    /// A date and time with an offset.
    mutating func requireDate(_ json: JSON, at pointer: @autoclosure () -> JSONPointer) -> DateTimeStamp? {
        guard let moment = json.string.flatMap(DateTimeStamp.init) else {
            self.add(.malformed, at: pointer())
            return nil
        }
        return moment
    }
}
