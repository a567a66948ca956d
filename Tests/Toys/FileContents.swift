import Glibc

/// Small files that toys and tests hand to each other; a reader sees the old one or the new one, never half of it.
package enum FileContents {
    package struct Unreadable: Error { package let path: String }

    package static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    package static func write(_ text: String, to path: String) throws {
        if path == "/dev/null" { return }
        let draft = path + ".new"
        guard let file = fopen(draft, "wb") else { throw Unreadable(path: draft) }
        let bytes = Array(text.utf8)
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        rename(draft, path)
    }
}
