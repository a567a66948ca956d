import Glibc
public import Observability

/// What an embedded broker tells its clients: where it is, which log it is, since when. Kept in a small JSON file.
///
/// Clients read the file again when all brokers are down: the next start has another address and another log.
public struct BrokerFile: Sendable, Equatable {
    /// A longer file is not one of these.
    public static let bytesLimit = 4_096

    /// `127.0.0.1:` and a port; several, separated by commas.
    public let address: String
    /// Which log it is.
    public let logID: String
    /// When it was started.
    public let startedAt: WallTime

    /// What a broker that was started at this time tells.
    public init(address: String, logID: String, startedAt: WallTime) {
        self.address = address
        self.logID = logID
        self.startedAt = startedAt
    }

    /// Reads the file.
    public init(path: String) throws(KafkaError) {
        let file = fopen(path, "rb")
        guard let file else { throw Self.failure("read", path, String(cString: strerror(errno))) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesLimit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count <= Self.bytesLimit else { throw Self.failure("read", path, "it is longer than \(Self.bytesLimit) bytes") }
        guard let members = FlatJSON.members(of: bytes[..<count]) else {
            throw Self.failure("read", path, "it is not a JSON object with numbers and texts only")
        }
        guard case .text(let address) = members["address"], case .text(let logID) = members["log_id"],
            case .number(let startedAt) = members["started_at"]
        else { throw Self.failure("read", path, "it lacks address, log_id or started_at") }
        self.init(address: address, logID: logID, startedAt: WallTime(microseconds: startedAt))
    }

    /// Writes the file in one step: a reader finds the former one or this one, never half of it.
    public func write(path: String) throws(KafkaError) {
        let text =
            "{\"address\":\(FlatJSON.quoted(self.address)),\"log_id\":\(FlatJSON.quoted(self.logID)),"
            + "\"started_at\":\(self.startedAt.microseconds)}\n"
        let draft = "\(path).\(getpid())"
        guard let file = fopen(draft, "wb") else { throw Self.failure("written", path, String(cString: strerror(errno))) }
        let written = text.utf8.withContiguousStorageIfAvailable { fwrite($0.baseAddress, 1, $0.count, file) } ?? 0
        let isComplete = written == text.utf8.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        let isClosed = fclose(file) == 0
        guard isComplete, isClosed, rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw Self.failure("written", path, reason)
        }
    }

    private static func failure(_ what: String, _ path: String, _ reason: String) -> KafkaError {
        KafkaError(.configuration, "the broker's file \(path) cannot be \(what): \(reason)")
    }
}
