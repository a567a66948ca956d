import CloudEvents
import Credentials
import Crypto
import Events
import JSON
import Observability

/// A college that signs badges for its learners. Each number is another college.
struct SigningCollege: Sendable {
    let number: Int32
    let key: SigningKey
    let did: DIDKey
    /// When its badges were signed: a month ago.
    let issued: WallTime

    init(_ number: Int32, now: WallTime = .now()) throws {
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: UInt8(number), count: 32))
        self.number = number
        self.key = .ed25519(secret)
        self.did = DIDKey(Multikey(secret.publicKey))
        self.issued = now + .seconds(-30 * 86_400)
    }

    var id: CollegeID { CollegeID(self.number) }
    var issuerID: IssuerID { IssuerID(UUIDValue(high: 1, low: UInt64(self.number))) }
    private var url: String { "https://cairn.test/issuer/status/\(self.number)" }

    /// The learner of a number at this college.
    func learner(_ number: UInt64) -> PersonID { PersonID(UUIDValue(high: 0xA000_0000_0000_0000 | UInt64(self.number), low: number)) }

    /// The credential of a number at this college.
    func credentialID(_ number: UInt64) -> CredentialID { CredentialID(UUIDValue(high: UInt64(self.number), low: 1 << 63 | number)) }

    var issuer: IssuerEvent {
        let key = IssuerState.Key(
            id: self.did.verificationMethod, suite: "eddsa-jcs-2022", publicKeyMultibase: self.key.multikey.multibase, state: .active,
            since: self.issued + .seconds(-86_400))
        let state = IssuerState(
            issuer: self.issuerID, college: self.id, name: "College \(self.number)", identifier: self.did.description, keys: [key])
        return IssuerEvent(.published, state, version: 1, at: self.issued)
    }

    /// The status list with the entries of some credentials set.
    func list(version: Int64 = 1, revoked: [Int] = [], at time: WallTime? = nil) -> StatusListEvent {
        let state = StatusListState(
            list: StatusListID(UUIDValue(high: 2, low: UInt64(self.number))), college: self.id, issuer: self.issuerID,
            purpose: .revocation, url: self.url, isFull: false, bits: StatusBits().setting(revoked.map { ($0, true) }))
        return StatusListEvent(.updated, state, version: version, at: time ?? self.issued)
    }

    func pathway(_ number: UInt64 = 1) -> PathwayEvent {
        let state = PathwayState(
            pathway: PathwayID(UUIDValue(high: 6_000 + UInt64(self.id.number), low: number)), college: self.id, edition: 1,
            state: .published,
            name: "Fitter of college \(self.number)", requirement: ["all": []])
        return PathwayEvent(.published, state, version: 1, at: self.issued)
    }

    func progress(of learner: UInt64, counting credential: UInt64, version: Int64 = 1) -> ProgressEvent {
        let state = ProgressState(
            progress: ProgressID(UUIDValue(high: UInt64(self.number) << 8 | 7, low: learner)), college: self.id,
            person: self.learner(learner), pathway: .init(PathwayID(UUIDValue(high: 6_000 + UInt64(self.id.number), low: 1)), edition: 1),
            share: 5_000,
            complete: false, earnedBy: [self.credentialID(credential)])
        return ProgressEvent(.advanced, state, version: version, at: self.issued)
    }

    /// A badge of a learner's, signed; its entry in the status list is its number.
    func document(
        _ number: UInt64, until: WallTime? = nil, awarded: String? = nil, suite: Cryptosuite = .eddsaJCS2022
    ) throws -> String {
        let validFrom = DateTimeStamp(microsecondsSinceEpoch: self.issued.microseconds)
        var badge = OpenBadgeCredential(
            id: "urn:uuid:\(self.credentialID(number))",
            issuer: IssuerProfile(id: self.did.description, name: "College \(self.number)", url: "https://college.example"),
            achievement: BadgeAchievement(
                id: "https://college.example/achievements/\(number)", achievementType: "MicroCredential", name: "Welding, level \(number)",
                description: "Joins steel <by> hand.", criteria: "Twelve sound seams."),
            earner: RecipientIdentifier(of: "a1234567", kind: .studentNumber, salt: "c2FsdA"), validFrom: validFrom)
        badge.awardedDate = awarded.flatMap { DateTimeStamp($0) }
        badge.validUntil = until.map { DateTimeStamp(microsecondsSinceEpoch: $0.microseconds) }
        badge.status = [StatusEntry(purpose: "revocation", index: Int(number), list: self.url)]
        let signed = try ProofOptions(verificationMethod: self.did.verificationMethod, created: validFrom)
            .secure(badge.json, with: suite, key: self.key)
        return String(decoding: signed.bytes(), as: UTF8.self)
    }

    /// What the issuer tells of a credential.
    func credential(
        _ number: UInt64, of learner: UInt64, _ verb: CredentialState.Verb = .issued, version: Int64 = 1, until: WallTime? = nil,
        document: String? = nil
    ) throws -> CredentialEvent {
        let states: [CredentialState.Verb: CredentialState.State] = [.revoked: .revoked, .suspended: .suspended]
        let state = CredentialState(
            credential: self.credentialID(number), college: self.id, person: self.learner(learner), issuer: self.issuerID,
            achievement: AchievementEdition(AchievementID(UUIDValue(high: 3, low: number)), edition: 1), state: states[verb] ?? .active,
            issuedAt: self.issued, validFrom: self.issued, validUntil: until, changedAt: self.issued + .seconds(version),
            skills: [SkillReference(framework: "onet", code: "51-4121.00")], earnedBy: [],
            document: try document ?? self.document(number, until: until))
        return CredentialEvent(verb, state, version: version, at: self.issued + .seconds(version))
    }
}
