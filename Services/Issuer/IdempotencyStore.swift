import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// A request that may come twice: its key, and the digest of its body.
struct RepeatableRequest: Sendable, Equatable {
    /// The longest key.
    static let keyLimit = 200

    let key: String
    let digest: [UInt8]
}

extension Transaction {
    /// What a request led to before; nil when its key is new. The same key with another body throws.
    borrowing func earlierCredential(for request: RepeatableRequest, college: CollegeID) throws -> CredentialID? {
        let rows = try self.query(
            "SELECT digest, credential FROM issuer.idempotency_key WHERE college = \(college.number) AND key = \(request.key)")
        guard let row = rows.first else { return nil }
        let (digest, credential) = try row.decode(([UInt8], UUIDValue).self)
        guard digest == request.digest else { throw IssuerError.keyReused }
        return CredentialID(credential)
    }

    /// Takes a key for a credential; false when it is taken. Waits for another transaction that is about to take it.
    borrowing func claim(
        _ request: RepeatableRequest, for credential: CredentialID, college: CollegeID, at time: WallTime
    )
        throws(PostgresError) -> Bool
    {
        try self.execute(
            """
            INSERT INTO issuer.idempotency_key (college, key, digest, credential, used_at)
            VALUES (\(college.number), \(request.key), \(request.digest), \(credential.value), \(time)) ON CONFLICT DO NOTHING
            """) == 1
    }
}
