import JSON
import LinkedData
import TestSupport

/// The contexts of credentials as their publishers have them, read in place.
enum StagedContexts {
    /// One file and the addresses it is served at.
    struct File {
        let path: String
        let addresses: [String]
        let bytes: [UInt8]
    }

    static let index = "standards/contexts/index.json"

    static func files() throws -> [File] {
        let index = try JSON(parsing: try SharedFiles.bytes(Self.index))
        return try (index["contexts"]?.array ?? []).map { entry in
            let path = entry["file"]?.string ?? "?"
            return File(
                path: path, addresses: entry["urls"]?.array?.compactMap(\.string) ?? [],
                bytes: try SharedFiles.bytes("standards/contexts/\(path)"))
        }
    }

    /// All of them but those that must not be served, as one closed set; and others beside or instead of them.
    static func documents(and others: [String: [UInt8]] = [:]) throws -> JSONLDDocuments {
        var documents: [String: [UInt8]] = [:]
        for file in try Self.files() {
            for address in file.addresses { documents[address] = file.bytes }
        }
        return JSONLDDocuments(documents.merging(others) { $1 })
    }
}
