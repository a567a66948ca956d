import Glibc

/// The official test suites, vectors and contexts, which are read in place and never copied.
///
/// They lie in the folder that `CAIRN_SHARED` names, `../shared` beside the package by default. Under `CI=true` a missing file is an error;
/// elsewhere the suite that needs it says so in one line and is skipped.
public enum SharedFiles {
    /// The folder with `standards/` and `kafka/` in it.
    public static let root: String = getenv("CAIRN_SHARED").map { String(cString: $0) } ?? Self.packageRoot + "/../shared"

    /// The folder that holds `Package.swift`.
    public static let packageRoot: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Whether a path, relative to the root, is there; a trait of the suites that need it. Under CI always true, so that they fail.
    ///
    /// `@Suite(.enabled(if: SharedFiles.has("standards/json-parsing")))`
    public static func has(_ path: String) -> Bool {
        if access(Self.root + "/" + path, R_OK) == 0 { return true }
        let inCI = getenv("CI").map { String(cString: $0) } == "true"
        if !inCI { print("not here, so its tests are skipped: \(Self.root)/\(path) (set CAIRN_SHARED)") }
        return inCI
    }

    /// The bytes of one file, by its path relative to the root.
    public static func bytes(_ path: String) throws -> [UInt8] {
        try Self.contents(of: Self.root + "/" + path)
    }

    /// The text of one file, by its path relative to the root.
    public static func text(_ path: String) throws -> String {
        String(decoding: try Self.bytes(path), as: UTF8.self)
    }

    /// The names in one folder, sorted, by its path relative to the root.
    public static func names(in path: String) throws -> [String] {
        try Self.entries(of: Self.root + "/" + path)
    }

    /// The bytes of any file of this machine.
    public static func contents(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw MissingFile(path: path, reason: String(cString: strerror(errno))) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// The names in any folder of this machine, sorted.
    public static func entries(of path: String) throws -> [String] {
        guard let folder = opendir(path) else { throw MissingFile(path: path, reason: String(cString: strerror(errno))) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// A file that a test needs is not there.
public struct MissingFile: Error, CustomStringConvertible {
    /// Where it was looked for.
    public let path: String
    /// What the system said.
    public let reason: String

    /// One sentence with both.
    public var description: String { "cannot read \(self.path): \(self.reason)" }
}
