import CloudEvents
import Crypto
import Events

extension College {
    /// Seals what tells of a learner and must be read again later: her number beside her pseudonym, and the rows of a file until they are issued.
    ///
    /// The key comes from the college's own secret, which lies sealed under the master key: changing the master key seals one secret a college
    /// anew, not every learner's; and whoever may read the tables alone reads no number.
    func seal(_ bytes: [UInt8], for place: String, random: some RandomSource) throws(CryptoError) -> [UInt8] {
        try AES.GCM.seal(bytes, using: self.recordKey, noncesFrom: random, authenticating: Array(place.utf8)).combined
    }

    /// The bytes that were sealed for this place.
    func open(_ sealed: [UInt8], for place: String) throws(CryptoError) -> [UInt8] {
        try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: self.recordKey, authenticating: Array(place.utf8))
    }

    private var recordKey: SymmetricKey {
        SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array("cairn learner records 1".utf8), using: self.personSecret))
    }

    /// Where a learner's number lies, for `seal`.
    static func studentPlace(_ college: CollegeID, hash: [UInt8]) -> String { "person/\(college)/\(Hex.encode(hash))" }
    /// Where the details of a file's row lie.
    static func detailsPlace(_ college: CollegeID, _ batch: BatchID, line: Int) -> String { "batch_item/\(college)/\(batch)/\(line)" }
}
