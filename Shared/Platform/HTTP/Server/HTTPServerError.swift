import Glibc

/// Why a server could not start.
public enum HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The host is no address in digits, or the port none from 0 to 65535.
    case noAddress(host: String, port: Int)
    /// The system would not let it listen there.
    case cannotListen(SocketAddress, errno: Int32)
    /// It has run before.
    case alreadyRun

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noAddress(let host, let port):
            "cannot listen on \(host) port \(port): give an address in digits and a port from 0 to 65535"
        case .cannotListen(let address, let code):
            "cannot listen on \(address): \(String(cString: strerror(code))); give another port or stop what uses it"
        case .alreadyRun: "a server runs once: make a new one"
        }
    }
}
