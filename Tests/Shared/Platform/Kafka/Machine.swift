import Glibc
import TestSupport

/// What this process holds of the system.
enum Machine {
    static var threads: [String] {
        get throws {
            try SharedFiles.entries(of: "/proc/self/task").compactMap { id in
                do { return String(decoding: try SharedFiles.contents(of: "/proc/self/task/\(id)/comm"), as: UTF8.self) } catch {
                    return nil  // it has ended meanwhile
                }
            }
        }
    }

    static var openFiles: Int {
        get throws { try SharedFiles.entries(of: "/proc/self/fd").count }
    }

    /// A folder of its own under the system's folder for temporary files.
    static func temporaryFolder(_ name: String) throws -> String {
        var template = Array("/tmp/cairn-\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Refused(path: "/tmp", reason: String(cString: strerror(errno))) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Machine {
    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw Refused(path: path, reason: String(cString: strerror(errno))) }
        defer { fclose(file) }
        fputs(text, file)
    }
}

/// A file that the system would not make.
struct Refused: Error {
    let path: String
    let reason: String
}
