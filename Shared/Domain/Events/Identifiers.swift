public import CloudEvents
public import JSON

/// The id of one kind of thing; ids of different kinds do not mix.
public struct ID<Of>: Sendable, Hashable, Comparable, CustomStringConvertible, JSONDecodable, JSONEncodable {
    /// The sixteen bytes.
    public let value: UUIDValue

    /// An id from its bytes.
    public init(_ value: UUIDValue) {
        self.value = value
    }

    /// Reads the text form; nil when it is none.
    public init?(_ text: some StringProtocol) {
        guard let value = UUIDValue(text) else { return nil }
        self.value = value
    }

    /// Reads a string.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let text = json.string, let value = UUIDValue(text) else {
            throw json.mismatch(expected: "an id such as 0192f0c1-2345-7abc-8def-0123456789ab")
        }
        self.value = value
    }

    /// A string.
    public var json: JSON { .string(self.description) }

    /// By bytes.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// The text form in lower case.
    public var description: String { self.value.description }
}

/// The id of an issuer.
public typealias IssuerID = ID<IssuerState>
/// The id of an achievement.
public typealias AchievementID = ID<AchievementState>
/// The id of a status list.
public typealias StatusListID = ID<StatusListState>
/// The id of a pathway.
public typealias PathwayID = ID<PathwayState>
/// The id of a credential.
public typealias CredentialID = ID<CredentialState>
/// The id of an item in a wallet, which is not the credential's.
public typealias ItemID = ID<ItemState>
/// The id of a consent.
public typealias ConsentID = ID<ConsentState>
/// The id of a learner's progress on one pathway.
public typealias ProgressID = ID<ProgressState>
/// The id of an employer's role.
public typealias RoleID = ID<RoleState>
/// A learner's pseudonym within her college: the head of a keyed hash of her student id, which the issuer alone computes.
public typealias PersonID = ID<Person>
/// The id of an employer, which is no college's.
public typealias EmployerID = ID<Employer>
/// The id of a campus within its college.
public typealias CampusID = ID<Campus>

/// Names the kind of a `PersonID`.
public enum Person {}
/// Names the kind of an `EmployerID`.
public enum Employer {}
/// Names the kind of a `CampusID`.
public enum Campus {}

/// The number of a college, which is the wall between learners' data; 0 is nobody's.
public struct CollegeID: Sendable, Hashable, Comparable, CustomStringConvertible, JSONDecodable, JSONEncodable {
    /// For what belongs to no college.
    public static let nobody = CollegeID(0)

    /// The number, never negative.
    public let number: Int32

    /// A college by its number, which is the program's own or has been checked.
    public init(_ number: Int32) {
        precondition(number >= 0, "a college's number is not negative")
        self.number = number
    }

    /// Reads a number.
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let int = json.int, let number = Int32(exactly: int), number >= 0 else {
            throw json.mismatch(expected: "a college's number from 0 to \(Int32.max)")
        }
        self.number = number
    }

    /// A number.
    public var json: JSON { .number(JSONNumber(self.number)) }

    /// By number.
    public static func < (left: CollegeID, right: CollegeID) -> Bool { left.number < right.number }

    /// The number in digits.
    public var description: String { String(self.number) }
}
