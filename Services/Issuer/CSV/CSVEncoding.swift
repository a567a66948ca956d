/// How a file writes its characters.
enum CSVEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16 LE"
    case utf16BigEndian = "UTF-16 BE"
    case windows1252 = "Windows-1252"

    /// How many bytes must be seen before `found(in:)` can tell.
    static let headLength = 4

    /// What the first bytes say.
    enum Finding: Sendable, Equatable {
        /// An encoding, and how many bytes its mark takes.
        case encoding(CSVEncoding, mark: Int)
        /// No mark: UTF-8 or Windows-1252, which shows at the first byte above 127.
        case unmarked
        /// Something else, by its name.
        case other(String)
    }

    /// Reads the mark at the beginning of a file (Unicode Standard §23.8), and those of things that are no text at all.
    static func found(in head: [UInt8]) -> Finding {
        func begins(_ mark: UInt8...) -> Bool { head.starts(with: mark) }
        if begins(0xFF, 0xFE, 0, 0) || begins(0, 0, 0xFE, 0xFF) { return .other("in UTF-32") }
        if begins(0xFF, 0xFE) { return .encoding(.utf16LittleEndian, mark: 2) }
        if begins(0xFE, 0xFF) { return .encoding(.utf16BigEndian, mark: 2) }
        if begins(0xEF, 0xBB, 0xBF) { return .encoding(.utf8, mark: 3) }
        if begins(0x84, 0x31, 0x95, 0x33) { return .other("in GB 18030") }
        if begins(0x2B, 0x2F, 0x76) { return .other("in UTF-7") }
        if begins(0xDD, 0x73, 0x66, 0x73) { return .other("in UTF-EBCDIC") }
        if begins(0x50, 0x4B, 3, 4) { return .other("a workbook or another ZIP file") }
        if begins(0xD0, 0xCF, 0x11, 0xE0) { return .other("a workbook of old Excel") }
        if begins(0x1F, 0x8B) { return .other("compressed with gzip") }
        if begins(0x25, 0x50, 0x44, 0x46) { return .other("a PDF") }
        if head.count >= 2, head[0] == 0 || head[1] == 0 { return .other("in UTF-16 without its byte order mark, or no text at all") }
        return .unmarked
    }

    /// What Windows-1252 means by the bytes from 0x80 to 0x9F; 0 for the five that mean nothing (WHATWG Encoding, index-windows-1252, which gives
    /// those to control characters that no table of people holds).
    static let windows1252Middle: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
