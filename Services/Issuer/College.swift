import CloudEvents
import Credentials
import Crypto
import Events

/// A college as it signs: its profile, its active key, and the secret of its learners' pseudonyms.
struct College: Sendable {
    let id: CollegeID
    let issuer: IssuerID
    let name: String
    let publicURL: String
    /// Its identifier in signed documents.
    let did: String
    let keyID: UUIDValue
    /// The key as proofs name it.
    let method: String
    let key: SigningKey
    let personSecret: SymmetricKey

    /// How the signed documents name it.
    var profile: IssuerProfile { IssuerProfile(id: self.did, name: self.name, url: self.publicURL) }

    /// The keyed hash of a student number, and the pseudonym that is its head. The number is trimmed; upper and lower case differ.
    func pseudonym(of student: StudentNumber) -> (hash: [UInt8], person: PersonID) {
        let hash = HMAC<SHA256>.authenticationCode(for: Array(student.text.utf8), using: self.personSecret)
        guard let value = UUIDValue(bytes: hash.prefix(16)) else { preconditionFailure("a SHA-256 code has more than 16 bytes") }
        return (hash, PersonID(value))
    }

    /// Where the college's sealed secrets lie, for `MasterKeys`.
    static func personSecretPlace(_ college: CollegeID) -> String { "college/\(college)/person_secret" }
    static func signingKeyPlace(_ college: CollegeID, _ key: UUIDValue) -> String { "signing_key/\(college)/\(key)" }
}

/// A student's number at her college: ASCII, without blanks at its ends, at most 100 characters.
struct StudentNumber: Sendable, Equatable {
    static let limit = 100
    let text: String

    init?(_ raw: String) {
        let blanks: Set<UInt8> = [9, 10, 13, 32]
        let bytes = Array(raw.utf8).drop { blanks.contains($0) }
        let end = bytes.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? bytes.startIndex
        let trimmed = bytes[bytes.startIndex..<end]
        guard !trimmed.isEmpty, trimmed.count <= Self.limit, trimmed.allSatisfy({ $0 >= 32 && $0 < 127 }) else { return nil }
        self.text = String(decoding: trimmed, as: UTF8.self)
    }
}
