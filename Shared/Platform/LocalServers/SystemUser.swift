import Glibc

/// A user of this machine, by its numbers.
public struct SystemUser: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its number.
    public let id: UInt32
    /// The number of its group.
    public let group: UInt32

    /// Looks a user up by name; nil when the machine has none of that name.
    public static func named(_ name: String) -> SystemUser? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return SystemUser(name: name, id: entry.pw_uid, group: entry.pw_gid)
    }

    /// Whom a server that refuses root runs as: nil when this process is not root, else `postgres` where there is one, else `nobody`.
    public static func unprivileged() -> SystemUser? {
        guard geteuid() == 0 else { return nil }
        return Self.named("postgres") ?? Self.named("nobody")
    }
}
