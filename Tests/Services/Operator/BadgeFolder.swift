import Credentials
import Crypto
import Glibc
import JSON
import TestSupport

/// A folder with files as somebody has them who wants to know whether a badge holds: the badge, its status lists, a list of issuers.
struct BadgeFolder {
    static let now = "2026-11-25T12:00:00Z"
    static let issued = DateTimeStamp("2026-09-01T08:00:00Z")!
    static let list = "https://college.example/status/1"
    static let holds = "https://college.example/status/2"

    let folder: String
    let key: SigningKey
    let did: DIDKey
    var badge: OpenBadgeCredential

    init(seed: UInt8 = 7, validFrom: DateTimeStamp = Self.issued, achievement: String = "Welding, level 1") throws {
        self.folder = try TestFolder.new()
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        self.key = .ed25519(secret)
        self.did = DIDKey(Multikey(secret.publicKey))
        self.badge = OpenBadgeCredential(
            id: "https://college.example/credentials/1",
            issuer: IssuerProfile(id: self.did.description, name: "Example College", url: "https://college.example"),
            achievement: BadgeAchievement(
                id: "https://college.example/achievements/welding", achievementType: "MicroCredential", name: achievement,
                description: "Joins steel by hand.", criteria: "Twelve sound seams."),
            earner: RecipientIdentifier(of: "a1234567", kind: .studentNumber, salt: "c2FsdA"), validFrom: validFrom)
        self.badge.status = [
            StatusEntry(purpose: "revocation", index: 5, list: Self.list), StatusEntry(purpose: "suspension", index: 9, list: Self.holds),
        ]
    }

    func sign(_ document: JSON) throws -> JSON {
        try ProofOptions(verificationMethod: self.did.verificationMethod, created: Self.issued)
            .secure(document, with: .eddsaJCS2022, key: self.key)
    }

    /// Writes a file that was last changed so long before the moment that is judged.
    func write(_ name: String, _ bytes: [UInt8], age: Int64 = 60) throws -> String {
        let path = "\(self.folder)/\(name)"
        guard let file = fopen(path, "wb") else { throw NotWritten(path: path, reason: String(cString: strerror(errno))) }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        let changed = timespec(tv_sec: Int(DateTimeStamp(Self.now)!.seconds - age), tv_nsec: 0)
        guard utimensat(AT_FDCWD, path, [changed, changed], 0) == 0 else {
            throw NotWritten(path: path, reason: String(cString: strerror(errno)))
        }
        return path
    }

    /// The signed badge, its bytes changed on the way.
    func badgeFile(_ name: String = "badge.json", _ change: ([UInt8]) -> [UInt8] = { $0 }) throws -> String {
        try self.write(name, change(self.sign(self.badge.json).bytes()))
    }

    /// Both status lists with these entries set, as flags.
    func statusFlags(revoked: Set<Int> = [], suspended: Set<Int> = [], age: Int64 = 60) throws -> [String] {
        var flags: [String] = []
        for (url, purpose, set) in [(Self.list, "revocation", revoked), (Self.holds, "suspension", suspended)] {
            var bits = BitstringStatusList()
            for index in set { try bits.set(1, at: index) }
            let list = StatusListCredential(
                id: url, issuer: self.did.description, purpose: purpose, list: bits, validFrom: Self.issued,
                validUntil: DateTimeStamp(Self.now)!.advanced(bySeconds: 86_400), timeToLive: 300_000)
            flags += ["--status", "\(url)=\(try self.write("\(purpose).json", self.sign(list.json).bytes(), age: age))"]
        }
        return flags
    }

    /// A list of issuers as a flag.
    func issuersFlag(_ issuers: JSON? = nil) throws -> [String] {
        let own: JSON = [["id": .string(self.did.description), "name": "Example College"]]
        let list: JSON = ["name": "State list", "issuers": issuers ?? own]
        return ["--issuers", try self.write("issuers.json", list.bytes())]
    }

    /// `cairn verify --at` the moment of the story, with all that is needed to judge the badge whole.
    func verify(
        _ file: String? = nil, status: [String]? = nil, issuers: [String]? = nil, more: [String] = [], showsColour: Bool = false
    ) async throws -> CairnCall {
        let flags = try (status ?? self.statusFlags()) + (issuers ?? self.issuersFlag()) + more
        return await CairnCall.run(["verify", "--at", Self.now] + flags + [try file ?? self.badgeFile()], showsColour: showsColour)
    }
}

/// A file that a test needs could not be written.
struct NotWritten: Error {
    let path: String
    let reason: String
}

extension [UInt8] {
    /// The bytes with another text for the first place of a text.
    func replacing(_ old: String, with new: String) -> [UInt8] {
        let text = String(decoding: self, as: UTF8.self)
        guard let range = text.firstRange(of: old) else { return self }
        return Array(text.replacingCharacters(in: range, with: new).utf8)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
