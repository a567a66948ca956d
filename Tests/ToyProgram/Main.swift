import Glibc
import Toys

/// A toy service as a process of its own, for tests that kill it.
@main enum ToyProgram {
    static func main() async throws {
        var environment: [String: String] = [:]
        var entry = environ
        while let variable = entry.pointee {
            let parts = String(cString: variable).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        try await ToyProcess(environment: environment).run()
    }
}
