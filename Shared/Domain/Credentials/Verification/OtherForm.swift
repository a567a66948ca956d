/// What bytes are that cannot be parsed as JSON, as far as their beginning tells.
enum OtherForm: Equatable {
    /// Meant as JSON, with a slip in it.
    case json
    /// A token: a header, a content and a signature in letters (RFC 7515 §3.1).
    case token
    /// A picture or a PDF, by the name of its format.
    case picture(String)
    /// The address of a page.
    case link

    /// How much of a text is looked through, and how long an address may be.
    static let lookLimit = 4_096

    /// Reads the beginning; nil for what is none of these.
    init?(of bytes: [UInt8]) {
        if let picture = Self.pictures.first(where: { bytes.dropFirst($0.at).starts(with: $0.mark) }) {
            self = .picture(picture.name)
            return
        }
        let isSpace: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
        let text = bytes.drop(while: isSpace).prefix(Self.lookLimit)
        switch text.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
        case UInt8(ascii: "<"):
            guard String(decoding: text, as: UTF8.self).lowercased().contains("<svg") else { return nil }
            self = .picture("SVG")
        default:
            let word = String(decoding: text.prefix { !isSpace($0) }, as: UTF8.self)
            guard text.dropFirst(word.utf8.count).allSatisfy(isSpace) || word.hasPrefix("eyJ") else { return nil }
            if word.hasPrefix("eyJ") {
                self = .token
            } else if ["https://", "http://"].contains(where: word.lowercased().hasPrefix) {
                self = .link
            } else {
                return nil
            }
        }
    }

    /// By which bytes, and where, each format is known.
    private static let pictures: [(at: Int, mark: [UInt8], name: String)] = [
        (0, [0x89] + Array("PNG".utf8), "PNG"), (0, Array("%PDF".utf8), "PDF"), (0, [0xFF, 0xD8, 0xFF], "JPEG"),
        (0, Array("GIF8".utf8), "GIF"), (8, Array("WEBP".utf8), "WebP"),
    ]
}
