import CloudEvents
import Credentials
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// A college's rows as they lie in the database, secrets still sealed.
struct SealedCollege: Sendable {
    let id: CollegeID
    let issuer: IssuerID
    let name: String
    let publicURL: String
    let personSecret: MasterKeys.Sealed
    let did: String
    let keyID: UUIDValue
    let method: String
    let privateKey: MasterKeys.Sealed

    /// The college with its secrets opened.
    func opened(with keys: MasterKeys) throws -> College {
        let seed = try keys.open(self.privateKey, for: College.signingKeyPlace(self.id, self.keyID))
        let secret = try keys.open(self.personSecret, for: College.personSecretPlace(self.id))
        return College(
            id: self.id, issuer: self.issuer, name: self.name, publicURL: self.publicURL, did: self.did, keyID: self.keyID,
            method: self.method, key: .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: seed)),
            personSecret: SymmetricKey(data: secret))
    }
}

extension Transaction {
    /// A college with its active key; nil when it has not been opened.
    borrowing func college(_ id: CollegeID) throws -> SealedCollege? {
        let rows = try self.query(
            """
            SELECT c.issuer, c.name, c.public_url, c.person_secret, c.person_master_key, k.did, k.id, k.method, k.private_key, k.master_key
            FROM issuer.college c JOIN issuer.signing_key k ON k.college = c.college AND k.state = 'active'
            WHERE c.college = \(id.number)
            """)
        guard let row = rows.first else { return nil }
        let (issuer, name, url, secret, secretKey, did, keyID, method, key, masterKey) = try row.decode(
            (UUIDValue, String, String, [UInt8], String, String, UUIDValue, String, [UInt8], String).self)
        return SealedCollege(
            id: id, issuer: IssuerID(issuer), name: name, publicURL: url,
            personSecret: MasterKeys.Sealed(keyID: secretKey, bytes: secret), did: did, keyID: keyID, method: method,
            privateKey: MasterKeys.Sealed(keyID: masterKey, bytes: key))
    }

    /// Who signs for a college; nil when it is not open here.
    borrowing func issuer(of college: CollegeID) throws -> IssuerID? {
        try self.query("SELECT issuer FROM issuer.college WHERE college = \(college.number)").first
            .map { IssuerID(try $0.decode(UUIDValue.self)) }
    }

    /// Adds a college; false when it is there.
    borrowing func add(_ college: SealedCollege, at time: WallTime) throws(PostgresError) -> Bool {
        let added = try self.execute(
            """
            INSERT INTO issuer.college (college, issuer, name, public_url, person_secret, person_master_key, opened_at)
            VALUES (\(college.id.number), \(college.issuer.value), \(college.name), \(college.publicURL), \(college.personSecret.bytes),
                \(college.personSecret.keyID), \(time))
            ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { return false }
        try self.execute(
            """
            INSERT INTO issuer.signing_key (college, id, did, method, private_key, master_key, since)
            VALUES (\(college.id.number), \(college.keyID), \(college.did), \(college.method), \(college.privateKey.bytes),
                \(college.privateKey.keyID), \(time))
            """)
        return true
    }

    /// Whether a key still signs for its college.
    borrowing func isActive(key: UUIDValue, of college: CollegeID) throws(PostgresError) -> Bool {
        !(try self.query(
            "SELECT FROM issuer.signing_key WHERE college = \(college.number) AND id = \(key) AND state = 'active'"
        ).isEmpty)
    }
}
