import Chassis
import Configuration
import Crypto
import Glibc
import JSON

/// The secrets of a local stack, made at its first start and kept: keys, the logins' passwords, the issuer's master key.
struct StackSecrets: Sendable {
    /// Signs bearer tokens and sign-in links of `cairn token`.
    let localKey: SigningKeyFile
    /// The logins' passwords.
    let passwords: LoginPasswords

    /// Where a folder's secrets lie.
    struct Paths: Sendable {
        let folder: StackFolder

        var localKey: String { "\(self.folder.keys)/local.jwk" }
        var sessionKey: String { "\(self.folder.keys)/session.jwk" }
        /// The public halves of both, which every service believes.
        var tokens: String { "\(self.folder.keys)/tokens.json" }
        /// The public half of the local one, which sign-in links are believed by.
        var tickets: String { "\(self.folder.keys)/tickets.json" }
        var passwords: String { "\(self.folder.keys)/passwords.json" }
        var masterKey: String { "\(self.folder.keys)/master.key" }
        /// The address that a login reaches its database at.
        func address(of login: String) -> String { "\(self.folder.keys)/\(login).address" }
    }

    /// Finds what is there, and makes what is missing.
    init(of folder: StackFolder, from random: some RandomSource) throws {
        let paths = Paths(folder: folder)
        self.localKey = try Self.key(paths.localKey, called: "local", random)
        let session = try Self.key(paths.sessionKey, called: "session", random)
        try PrivateFile.write(JSON.object(["keys": [self.localKey.publicJWK, session.publicJWK]]).description, to: paths.tokens)
        try PrivateFile.write(JSON.object(["keys": [self.localKey.publicJWK]]).description, to: paths.tickets)
        if access(paths.masterKey, F_OK) != 0 {
            try PrivateFile.write("local:\(Hex.encode(random.bytes(count: 32)))\n", to: paths.masterKey)
        }
        if access(paths.passwords, F_OK) == 0 {
            self.passwords = try LoginPasswords.read(paths.passwords)
        } else {
            let logins = SuiteService.all.flatMap(\.logins)
            self.passwords = LoginPasswords(
                byRole: Dictionary(uniqueKeysWithValues: logins.map { ($0, Hex.encode(random.bytes(count: 16))) }))
            try PrivateFile.write(self.passwords.json.description, to: paths.passwords)
        }
    }

    private static func key(_ path: String, called name: String, _ random: some RandomSource) throws -> SigningKeyFile {
        if access(path, F_OK) == 0 { return try SigningKeyFile(reading: path) }
        return try SigningKeyFile(making: path, keyID: name, from: random)
    }
}
