import Glibc

/// PostgreSQL's own programs, as Debian installs them.
public struct PostgresPrograms: Sendable, Equatable {
    /// The oldest version that will do.
    public static let oldest = 15
    /// Where Debian keeps one folder per version.
    public static let debianFolder = "/usr/lib/postgresql"

    /// The major version.
    public let version: Int
    /// The folder with `initdb`, `postgres` and `psql`.
    public let folder: String

    /// The programs of one version, or of the newest when none is named.
    ///
    /// Looks into Debian's folder first, then for a `pg_config` in PATH that tells where its programs lie.
    public static func find(version: Int? = nil, in debianFolder: String = Self.debianFolder) async throws(PostgresServerError) -> Self {
        var found = Self.installed(in: debianFolder)
        if found.isEmpty, let other = await Self.configured() { found.append(other) }
        let fit = found.filter { $0.version >= Self.oldest && (version == nil || $0.version == version) }
        guard let newest = fit.max(by: { $0.version < $1.version }) else {
            throw .notInstalled(lookedIn: [debianFolder, "PATH"])
        }
        return newest
    }

    /// The path of one program.
    public func path(_ name: String) -> String { "\(self.folder)/\(name)" }

    private static func installed(in folder: String) -> [Self] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var found: [Self] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let programs = "\(folder)/\(name)/bin"
            if let version = Int(name), access("\(programs)/postgres", X_OK) == 0, access("\(programs)/initdb", X_OK) == 0 {
                found.append(Self(version: version, folder: programs))
            }
        }
        return found
    }

    /// A PostgreSQL that somebody built. Any failure means the same here: there is none.
    private static func configured() async -> Self? {
        do throws(ChildProcessError) {
            let folder = try await ChildProcess.run(Command("pg_config", ["--bindir"])).split(separator: "\n").first.map(String.init) ?? ""
            guard access("\(folder)/postgres", X_OK) == 0 else { return nil }
            let words = try await ChildProcess.run(Command("\(folder)/postgres", ["--version"])).split { !$0.isNumber }
            return words.first.flatMap { Int($0) }.map { Self(version: $0, folder: folder) }
        } catch {
            return nil
        }
    }
}
