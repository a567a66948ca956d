/// Why there is no PostgreSQL. The sentences say what to do.
public enum PostgresServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No programs of a version that will do.
    case notInstalled(lookedIn: [String])
    /// The data were written by a version whose programs are not here.
    case otherVersion(folder: String, version: Int)
    /// The unprivileged user can't reach the folder.
    case unreachable(folder: String, barrier: String, user: String)
    /// Another server works on the same data.
    case inUse(folder: String, process: Int32)
    /// A folder or file could not be made or read.
    case file(path: String, reason: String)
    /// A program of PostgreSQL's failed.
    case program(ChildProcessError)
    /// The server ended while it started; `log` is the end of what it wrote.
    case ended(Ending, log: String)
    /// It did not take connections in time; `log` is the end of what it wrote.
    case notReady(after: Duration, log: String)
    /// The task that started it was cancelled.
    case cancelled

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .notInstalled(let folders):
            "PostgreSQL \(PostgresPrograms.oldest) or newer is not installed (looked in \(folders.joined(separator: ", "))): "
                + "apt-get install postgresql"
        case .otherVersion(let folder, let version):
            "\(folder) holds data of PostgreSQL \(version), whose programs are not installed: apt-get install postgresql-\(version)"
        case .unreachable(let folder, let barrier, let user):
            "PostgreSQL refuses to run as root, and the user \(user) can't enter \(barrier), which leads to \(folder): "
                + "chmod o+x \(barrier), or choose another folder"
        case .inUse(let folder, let process): "another PostgreSQL, process \(process), works in \(folder): stop it first"
        case .file(let path, let reason): "\(path): \(reason)"
        case .program(let error): error.description
        case .ended(let ending, let log): "PostgreSQL \(ending) while it started: \(log)"
        case .cancelled: "the start of PostgreSQL was cancelled"
        case .notReady(let time, let log): "PostgreSQL took no connections within \(time): \(log)"
        }
    }
}
