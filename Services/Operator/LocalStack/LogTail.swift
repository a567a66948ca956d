import Glibc

/// The last lines of a log, for a person who must find out what went wrong.
struct LogTail: Sendable {
    static let lines = 8
    static let bytes = 8_192

    /// The lines; empty when there is no log.
    let text: String

    init(of path: String) {
        guard let file = fopen(path, "r") else {
            self.text = ""
            return
        }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        fseek(file, max(0, ftell(file) - Self.bytes), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: Self.bytes)
        let count = fread(&bytes, 1, bytes.count, file)
        self.text = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").suffix(Self.lines).joined(separator: "\n")
    }
}
