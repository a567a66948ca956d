import Credentials
import Crypto
import JSON

/// A college that issues, and a verifier that knows it: the one story that the tests of verdicts change in single places.
struct Story {
    static let now = DateTimeStamp("2026-11-25T12:00:00Z")!
    static let issued = DateTimeStamp("2026-09-01T08:00:00Z")!
    static let list = "https://college.example/status/1"

    let key: SigningKey
    let did: DIDKey
    var badge: OpenBadgeCredential
    var bits = BitstringStatusList()
    var suspensions = BitstringStatusList()
    var trustLists: [TrustList]

    init(seed: UInt8 = 1) throws {
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        self.key = .ed25519(secret)
        self.did = DIDKey(Multikey(secret.publicKey))
        self.badge = OpenBadgeCredential(
            id: "https://college.example/credentials/1",
            issuer: IssuerProfile(id: self.did.description, name: "Example College", url: "https://college.example"),
            achievement: BadgeAchievement(
                id: "https://college.example/achievements/welding", achievementType: "MicroCredential", name: "Welding, level 1",
                description: "Joins steel by hand.", criteria: "Twelve sound seams."),
            earner: RecipientIdentifier(of: "a1234567", kind: .studentNumber, salt: "c2FsdA"), validFrom: Self.issued)
        self.badge.status = [StatusEntry(purpose: "revocation", index: 5, list: Self.list)]
        self.trustLists = [TrustList(name: "State list", issuers: [self.did.description: TrustList.Entry(name: "Example College")])]
    }

    func sign(_ document: JSON, created: DateTimeStamp = Self.issued) throws -> JSON {
        try ProofOptions(verificationMethod: self.did.verificationMethod, created: created)
            .secure(document, with: .eddsaJCS2022, key: self.key)
    }

    func signed() throws -> JSON { try self.sign(self.badge.json) }

    func list(_ url: String = Self.list, purpose: String = "revocation", _ bits: BitstringStatusList? = nil) throws -> JSON {
        let list = StatusListCredential(
            id: url, issuer: self.did.description, purpose: purpose, list: bits ?? self.bits, validFrom: Self.issued,
            validUntil: Self.now.advanced(bySeconds: 86_400), timeToLive: 300_000)
        return try self.sign(list.json)
    }

    func context() throws -> VerificationContext {
        let taken = Self.now.advanced(bySeconds: -60)
        return VerificationContext(
            statusLists: [
                Self.list: StatusListCopy(document: try self.list(), takenAt: taken),
                Self.list + "s": StatusListCopy(
                    document: try self.list(Self.list + "s", purpose: "suspension", self.suspensions), takenAt: taken),
            ],
            trustLists: self.trustLists)
    }

    func verdict(of document: JSON? = nil, at time: DateTimeStamp = Self.now, in context: VerificationContext? = nil) throws -> Verdict {
        Verification(of: try (document ?? self.signed()).bytes(), at: time, in: try context ?? self.context()).verdict()
    }
}

extension JSON {
    /// The same object with another value under a name, or without it.
    func with(_ name: String, _ value: JSON?) -> JSON {
        var object = self.object ?? [:]
        object[name] = value
        return .object(object)
    }
}

extension Verdict {
    /// The code of the reason why a check did not pass.
    func reason(_ code: Check.Code) -> Reason.Code? { self.outcome(of: code)?.reason?.code }
}
