/// The variables that the process was started with.
public enum ProcessVariables {
    /// The most bytes of all variables together.
    public static let sizeLimit = 1 << 20

    /// All of them. They are read from the kernel, since C's `environ` may change under a reader's hands; what is not UTF-8 is mended, so that a
    /// strange variable of somebody else's does no harm.
    public static func all() throws -> [String: String] {
        Self.parse(try FileContents.read("/proc/self/environ", limit: Self.sizeLimit))
    }

    static func parse(_ bytes: [UInt8]) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            guard let sign = entry.firstIndex(of: UInt8(ascii: "=")), sign > entry.startIndex else { continue }
            let name = String(decoding: entry[..<sign], as: UTF8.self)
            // As getenv does it: the first of two counts.
            if variables[name] == nil { variables[name] = String(decoding: entry[entry.index(after: sign)...], as: UTF8.self) }
        }
        return variables
    }
}
