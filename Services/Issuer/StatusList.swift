import CloudEvents
import Credentials
import Events
import JSON
import Observability

/// A status list as it is now.
struct StatusList: Sendable {
    /// How many entries one lease gives.
    static let blockSize = 128

    let id: StatusListID
    let college: CollegeID
    let purpose: StatusListState.Purpose
    let version: Int64
    let isFull: Bool
    let bits: StatusBits
    let changedAt: WallTime

    /// The event that tells of it.
    func event(issuer: IssuerID, site: Site) -> StatusListEvent {
        let state = StatusListState(
            list: self.id, college: self.college, issuer: issuer, purpose: self.purpose, url: site.url(of: self.id), isFull: self.isFull,
            bits: self.bits)
        return StatusListEvent(.updated, state, version: self.version, at: self.changedAt)
    }

    /// The credential that is signed and served. Equal lists give equal bytes, so that its version for caches is that of its bytes.
    func signed(by college: College, site: Site, timeToLive: Duration) throws -> [UInt8] {
        let changed = DateTimeStamp(microsecondsSinceEpoch: self.changedAt.microseconds)
        var list = BitstringStatusList()
        for entry in 0..<StatusBits.entries where self.bits[entry] { try list.set(1, at: entry) }
        let credential = StatusListCredential(
            id: site.url(of: self.id), issuer: college.did, purpose: self.purpose.rawValue, list: list, validFrom: changed,
            timeToLive: Int(timeToLive.components.seconds) * 1_000)
        return try ProofOptions(verificationMethod: college.method, created: changed)
            .secure(credential.json, with: .eddsaJCS2022, key: college.key).bytes()
    }
}

/// A place in a pair of lists that one credential has for good: the same entry in the list of revocations and in that of suspensions.
struct StatusPlace: Sendable, Hashable {
    let revocation: StatusListID
    let suspension: StatusListID
    let entry: Int32
}
