import CloudEvents
import Credentials
import Crypto
import Events
import JSON
import Observability

/// A college that issues one badge: what it publishes and what its learner holds. Each seed is another college.
struct TestCollege {
    static let entry = 5

    let seed: UInt8
    let key: SigningKey
    let did: DIDKey
    /// When the badge was signed: a month ago.
    let issued: WallTime
    var badge: OpenBadgeCredential

    init(seed: UInt8 = 1, now: WallTime = .now()) throws {
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        self.seed = seed
        self.key = .ed25519(secret)
        self.did = DIDKey(Multikey(secret.publicKey))
        self.issued = now + .seconds(-30 * 86_400)
        self.badge = OpenBadgeCredential(
            id: "https://college\(seed).example/credentials/1",
            issuer: IssuerProfile(id: self.did.description, name: "College \(seed)", url: "https://college\(seed).example"),
            achievement: BadgeAchievement(
                id: "https://college\(seed).example/achievements/welding", achievementType: "MicroCredential", name: "Welding, level 1",
                description: "Joins steel by hand.", criteria: "Twelve sound seams."),
            earner: RecipientIdentifier(of: "a1234567", kind: .studentNumber, salt: "c2FsdA"),
            validFrom: DateTimeStamp(microsecondsSinceEpoch: self.issued.microseconds))
        self.badge.status = [StatusEntry(purpose: "revocation", index: Self.entry, list: self.url)]
    }

    var url: String { "https://cairn.example/issuer/api/v1/status/\(self.seed)" }
    var issuerID: IssuerID { IssuerID(UUIDValue(high: 1, low: UInt64(self.seed))) }
    var listID: StatusListID { StatusListID(UUIDValue(high: 2, low: UInt64(self.seed))) }
    var achievementID: AchievementID { AchievementID(UUIDValue(high: 3, low: UInt64(self.seed))) }

    func signed() throws -> JSON {
        try ProofOptions(verificationMethod: self.did.verificationMethod, created: self.badge.validFrom)
            .secure(self.badge.json, with: .eddsaJCS2022, key: self.key)
    }

    /// The issuer with its one key.
    func issuer(
        version: Int64 = 1, key state: IssuerState.Key.State = .active, until: WallTime? = nil, named name: String? = nil,
        material multibase: String? = nil
    ) -> IssuerEvent {
        let key = IssuerState.Key(
            id: self.did.verificationMethod, suite: "eddsa-jcs-2022", publicKeyMultibase: multibase ?? self.key.multikey.multibase,
            state: state, since: self.issued + .seconds(-86_400), until: until)
        let issuer = IssuerState(
            issuer: self.issuerID, college: CollegeID(Int32(self.seed)), name: name ?? "College \(self.seed)",
            identifier: self.did.description, keys: [key])
        return IssuerEvent(.published, issuer, version: version, at: self.issued)
    }

    /// The list with some entries set, as the issuer knew it at a moment.
    func list(
        version: Int64 = 1, revoked: [Int] = [], purpose: StatusListState.Purpose = .revocation, at time: WallTime? = nil
    )
        -> StatusListEvent
    {
        let list = StatusListState(
            list: self.listID, college: CollegeID(Int32(self.seed)), issuer: self.issuerID, purpose: purpose, url: self.url, isFull: false,
            bits: StatusBits().setting(revoked.map { ($0, true) }))
        return StatusListEvent(.updated, list, version: version, at: time ?? self.issued)
    }

    func achievement(version: Int64 = 1, number: UInt64? = nil, state: AchievementState.State = .published) -> AchievementEvent {
        let id = number.map { AchievementID(UUIDValue(high: 4, low: $0)) } ?? self.achievementID
        let achievement = AchievementState(
            achievement: id, college: CollegeID(Int32(self.seed)), issuer: self.issuerID, edition: 1, state: state,
            kind: "MicroCredential", name: "Welding, level 1", description: "Joins steel by hand.", criteria: "Twelve sound seams.",
            skills: [])
        return AchievementEvent(state == .published ? .published : .retired, achievement, version: version, at: self.issued)
    }
}
