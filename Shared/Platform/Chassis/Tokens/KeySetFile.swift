import Configuration
import Glibc

/// Reads a key set from its file.
enum KeySetFile {
    /// The keys of a JWK set, or a sentence for whoever wrote its path into the configuration.
    static func read(_ path: String) throws -> KeySet {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw CommandFailure("the key set \(path) cannot be read: \(String(cString: strerror(errno)))", exitCode: 64)
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: KeySet.sizeLimit + 1)
        var count = 0
        while count < bytes.count {
            let length = bytes.count - count
            let read = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + count, length) }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else {
                throw CommandFailure("the key set \(path) cannot be read: \(String(cString: strerror(errno)))", exitCode: 64)
            }
            if read == 0 { break }
            count += read
        }
        guard count <= KeySet.sizeLimit else {
            throw CommandFailure("the key set \(path) is larger than \(KeySet.sizeLimit) bytes", exitCode: 64)
        }
        do {
            return try KeySet(parsing: Array(bytes[..<count]))
        } catch {
            throw CommandFailure("\(path): \(error)", exitCode: 64)
        }
    }
}
