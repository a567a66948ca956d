import Configuration
import Glibc
import LocalServers

/// Where the programs of the suite lie: in one folder, beside this one.
struct SuitePrograms: Sendable {
    /// What the shell sees when a program is not there; `EX_UNAVAILABLE` of sysexits.h.
    static let missing: Int32 = 69

    let folder: String

    /// The folder of the program that runs.
    static func besideThis() -> SuitePrograms {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return SuitePrograms(folder: text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
    }

    /// The path of a program, whether or not it is there.
    func path(of program: String) -> String { "\(self.folder)/\(program)" }

    /// Refuses to go on when the program of one of these services is not there; all that lack are named.
    func require(_ services: [SuiteService]) throws(CommandFailure) {
        let absent = services.map(\.program).filter { access(self.path(of: $0), X_OK) != 0 }
        guard absent.isEmpty else {
            throw CommandFailure(
                "\(self.folder) lacks \(absent.joined(separator: ", ")): build all of the suite, or name those services that are there",
                exitCode: Self.missing)
        }
    }

    /// A call of a program that inherits none of the suite's variables: a service refuses what it does not know.
    func command(_ program: String, _ arguments: [String], environment: [String: String]) throws -> LocalServers.Command {
        var command = LocalServers.Command(self.path(of: program), arguments)
        command.withheld = Set(try ProcessVariables.all().keys.filter { $0.hasPrefix(KeyDeclaration.environmentPrefix) })
        command.environment = environment
        return command
    }
}
