import Configuration
import JSON

/// Where each service's schema is, as its login that may only look: `{"issuer": "host=... user=issuer_check ...", "wallet": "..."}`.
struct CheckAddresses: Sendable, Equatable {
    /// The most bytes of such a file.
    static let bytesLimit = 65_536

    let byService: [String: String]

    /// Those of a stack that `cairn up` runs, from its `stack.json`.
    static func ofStack(in folder: String) throws -> CheckAddresses {
        try Self.read("\(folder)/stack.json", at: ["database", "check"], hint: "; does cairn up run there? --check-addresses names others")
    }

    /// Those of a file.
    static func read(_ path: String) throws -> CheckAddresses { try Self.read(path, at: [], hint: "") }

    private static func read(_ path: String, at members: [String], hint: String) throws -> CheckAddresses {
        func refused(_ reason: String) -> CommandFailure {
            CommandFailure("the addresses of \(path) can't be used: \(reason)\(hint)", exitCode: Command.ExitCode.misused.number)
        }
        var json: JSON
        do { json = try JSON(parsing: InputFile(path, limit: Self.bytesLimit).bytes) } catch { throw refused("\(error)") }
        for member in members { json = json[member] ?? .null }
        guard let object = json.object, !object.isEmpty else { throw refused("a JSON object of addresses by service is expected") }
        var addresses: [String: String] = [:]
        for (name, value) in object {
            guard SuiteService.named(name) != nil else { throw refused("/\(name) is no service") }
            guard let address = value.string, !address.isEmpty else { throw refused("/\(name) should be an address as libpq writes it") }
            addresses[name] = address
        }
        return CheckAddresses(byService: addresses)
    }
}
