/// The texts that people see or hear in a page of our own making: between tags, and in some attributes.
struct PageText {
    /// Attributes whose values are read out or shown.
    private static let spoken = ["alt", "aria-label", "label", "placeholder", "title"]

    private var rest: Substring

    init(_ page: String) {
        self.rest = page[...]
    }

    mutating func texts() -> [String] {
        var texts: [String] = []
        while !self.rest.isEmpty {
            let text = self.take(until: "<")
            if !text.isEmpty { texts.append(Self.withoutEntities(text)) }
            guard !self.rest.isEmpty else { break }
            if self.rest.hasPrefix("<!--") {
                self.skip(behind: "-->")
                continue
            }
            let tag = self.take(until: ">")
            self.rest = self.rest.dropFirst()
            texts += Self.spokenAttributes(of: tag)
            let name = tag.dropFirst().prefix { $0.isLetter }.lowercased()
            if name == "script" || name == "style" { self.skip(behind: "</\(name)>") }
        }
        return texts
    }

    private mutating func take(until end: Character) -> Substring {
        let taken = self.rest.prefix { $0 != end }
        self.rest = self.rest.dropFirst(taken.count)
        return taken
    }

    private mutating func skip(behind end: String) {
        while !self.rest.isEmpty, !self.rest.hasPrefix(end) { self.rest = self.rest.dropFirst() }
        self.rest = self.rest.dropFirst(end.count)
    }

    private static func spokenAttributes(of tag: Substring) -> [String] {
        Self.spoken.compactMap { name in
            // Templates of ours write attributes in double quotes.
            guard let start = Self.range(of: " \(name)=\"", in: tag)?.upperBound else { return nil }
            let value = tag[start...].prefix { $0 != "\"" }
            return value.isEmpty ? nil : Self.withoutEntities(value)
        }
    }

    private static func range(of needle: String, in text: Substring) -> Range<Substring.Index>? {
        var rest = text
        while !rest.isEmpty {
            if rest.hasPrefix(needle) { return rest.startIndex..<rest.index(rest.startIndex, offsetBy: needle.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// An entity's name is no text.
    private static func withoutEntities(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let first = rest.first {
            rest = rest.dropFirst()
            guard first == "&" else {
                result.append(first)
                continue
            }
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "#" }
            if rest.dropFirst(name.count).first == ";" { rest = rest.dropFirst(name.count + 1) }
        }
        return result
    }
}
