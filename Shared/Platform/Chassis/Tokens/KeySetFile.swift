import Configuration

/// Reads a key set from its file.
public enum KeySetFile {
    /// The keys of a JWK set, or a sentence for whoever wrote its path into the configuration.
    public static func read(_ path: String) throws -> KeySet {
        let bytes = try SmallFile.read(path, limit: KeySet.sizeLimit, called: "the key set")
        do {
            return try KeySet(parsing: bytes)
        } catch {
            throw CommandFailure("\(path): \(error)", exitCode: 64)
        }
    }
}
