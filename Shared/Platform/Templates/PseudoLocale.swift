/// A language nobody speaks, to find the sentences of a page that are not in the catalogue, and the boxes that are too small for longer ones.
public enum PseudoLocale {
    /// What each sentence begins and ends with.
    static let opening: Character = "⟦"
    static let closing: Character = "⟧"

    /// By how much a sentence grows.
    static let growth = 0.4

    private static let accents: [Character: Character] = [
        "a": "á", "c": "ç", "d": "ð", "e": "é", "g": "ĝ", "h": "ĥ", "i": "í", "j": "ĵ", "k": "ķ", "l": "ļ", "n": "ñ", "o": "ö", "r": "ŕ",
        "s": "š", "t": "ţ", "u": "ü", "w": "ŵ", "y": "ý", "z": "ž", "A": "Å", "C": "Ç", "D": "Ð", "E": "É", "G": "Ĝ", "H": "Ĥ", "I": "Î",
        "J": "Ĵ", "K": "Ķ", "L": "Ļ", "N": "Ñ", "O": "Ö", "R": "Ŕ", "S": "Š", "T": "Ţ", "U": "Û", "W": "Ŵ", "Y": "Ý", "Z": "Ž",
    ]

    /// Accents the texts of a sentence, makes it longer, and puts it in brackets. Markup in it stays as it is.
    static func disguise(_ message: Message) -> Message {
        var length = 0
        let accented = message.mapTexts { text in
            length += text.count
            return Self.accent(text)
        }
        let padding = String(repeating: "~", count: Int((Double(length) * Self.growth).rounded(.up)))
        return Message(parts: [.text(String(Self.opening))] + accented.parts + [.text(padding + String(Self.closing))])
    }

    private static func accent(_ text: String) -> String {
        var result = ""
        var markupEnd: Character?
        for (offset, character) in text.enumerated() {
            if let end = markupEnd {
                result.append(character)
                if character == end { markupEnd = nil }
            } else {
                markupEnd = Self.endOfMarkup(startingAt: offset, in: text)
                result.append(markupEnd == nil ? Self.accents[character] ?? character : character)
            }
        }
        return result
    }

    /// The character that ends the tag or entity which starts here, if one does.
    private static func endOfMarkup(startingAt offset: Int, in text: String) -> Character? {
        let rest = text.dropFirst(offset)
        switch rest.first {
        case "<": return rest.contains(">") ? ">" : nil
        case "&":
            let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "#" }
            return !name.isEmpty && rest.dropFirst(1 + name.count).first == ";" ? ";" : nil
        default: return nil
        }
    }

    /// The texts of a page that are in no sentence of the catalogue: what has letters and stands outside the brackets, between tags and in the
    /// attributes that people see or hear. Values from the context are among them; render with values that have no letters.
    public static func textsOutsideCatalogue(in page: String) -> [String] {
        var scanner = PageText(page)
        // A sentence with markup is several texts between its brackets.
        var depth = 0
        return scanner.texts().compactMap { text in
            var outside = ""
            for character in text {
                if character == Self.opening { depth += 1 }
                if depth == 0 { outside.append(character) }
                if character == Self.closing { depth = max(0, depth - 1) }
            }
            let isText = outside.contains { $0.isLetter }
            return isText ? outside.split { $0.isWhitespace }.joined(separator: " ") : nil
        }
    }
}
