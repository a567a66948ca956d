import Chassis
import CloudEvents
import Credentials
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// Opens a college the first time that it is named: makes its key, its secret and its first status lists, and tells the suite of them.
struct OpeningCollege: Sendable {
    let database: Database
    let masterKeys: MasterKeys
    let site: Site
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Opens a college; false when it is open, and then nothing of it changes.
    @discardableResult
    func open(_ id: CollegeID, name: String) async throws -> Bool {
        let time = self.now()
        let scope = Scope.events(of: [id])
        let isOpen = try await self.database.transaction(as: scope) { tx in try tx.college(id) != nil }
        if isOpen { return false }
        let college = try self.made(id, name: name, at: time)
        let (site, random) = (self.site, self.random)
        let order = random.shuffled(below: StatusBits.entries)
        return try await self.database.transaction(as: scope) { tx in
            guard try tx.add(college, at: time) else { return false }
            let lists = try tx.openStatusLists(
                of: id, revocation: StatusListID(random.newID(at: time)), suspension: StatusListID(random.newID(at: time)), order: order,
                at: time)
            try tx.publish(Self.event(of: college, at: time))
            try tx.publish(lists.map { $0.event(issuer: college.issuer, site: site) })
            return true
        }
    }

    private func made(_ id: CollegeID, name: String, at time: WallTime) throws -> SealedCollege {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: self.random.bytes(count: 32))
        let did = DIDKey(Multikey(key.publicKey))
        let keyID = self.random.newID(at: time)
        let secret = self.random.bytes(count: 32)
        return SealedCollege(
            id: id, issuer: IssuerID(self.random.newID(at: time)), name: name, publicURL: self.site.origin,
            personSecret: try self.masterKeys.seal(secret, for: College.personSecretPlace(id), random: self.random),
            did: did.description, keyID: keyID, method: did.verificationMethod,
            privateKey: try self.masterKeys.seal(key.rawRepresentation, for: College.signingKeyPlace(id, keyID), random: self.random))
    }

    private static func event(of college: SealedCollege, at time: WallTime) -> IssuerEvent {
        let multibase = college.method.split(separator: "#").last.map(String.init) ?? ""
        let key = IssuerState.Key(
            id: college.method, suite: Cryptosuite.eddsaJCS2022.name, publicKeyMultibase: multibase, state: .active, since: time)
        let state = IssuerState(
            issuer: college.issuer, college: college.id, name: college.name, identifier: college.did, site: college.publicURL, keys: [key])
        return IssuerEvent(.published, state, version: 1, at: time)
    }
}
