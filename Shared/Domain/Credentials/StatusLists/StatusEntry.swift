public import JSON

/// Where a credential's status stands (Bitstring Status List 1.0 §2.1).
public struct StatusEntry: Sendable, Hashable {
    /// Which standard the entry is of.
    public enum Standard: Sendable {
        /// Bitstring Status List 1.0.
        case bitstring
        /// The draft before it, StatusList2021: one bit, and a packed list without its leading `u`. Read, never issued.
        case statusList2021

        /// The type of an entry.
        var entryType: String {
            switch self {
            case .bitstring: "BitstringStatusListEntry"
            case .statusList2021: "StatusList2021Entry"
            }
        }

        static func ofEntry(type: String?) -> Standard? {
            [.bitstring, .statusList2021].first { $0.entryType == type }
        }
    }

    /// Which standard the entry is of.
    public let standard: Standard
    /// The entry's own URL, never that of the list.
    public let id: String?
    /// What a set status means: `revocation`, `suspension`, `refresh`, `message`.
    public let purpose: String
    /// The entry's number in the list.
    public let index: Int
    /// The list's URL.
    public let list: String
    /// How many bits the entry has.
    public let size: Int
    /// For each value what it means; none when there are only two and their meaning is the purpose.
    public let messages: [Int: String]

    /// An entry for issuing. One of several bits has a message for each of its values; a mistake there is one of the program.
    public init(purpose: String, index: Int, list: String, size: Int = 1, messages: [Int: String] = [:]) {
        precondition((1...BitstringStatusList.maximumStatusSize).contains(size), "a status has 1 to 8 bits")
        precondition(
            messages.isEmpty ? size == 1 : messages.keys.sorted() == Array(0..<(1 << size)), "each value of a status has its message")
        self.standard = .bitstring
        self.id = "\(list)#\(index)"
        self.purpose = purpose
        self.index = index
        self.list = list
        self.size = size
        self.messages = messages
    }

    /// Reads an entry of type `BitstringStatusListEntry` or `StatusList2021Entry`.
    public init(_ json: JSON) throws(StatusListError) {
        guard let standard = Standard.ofEntry(type: json["type"]?.string) else {
            throw .malformedValue("the entry is no BitstringStatusListEntry")
        }
        guard let purpose = json["statusPurpose"]?.string, !purpose.isEmpty else { throw .malformedValue("statusPurpose is a text") }
        guard let list = json["statusListCredential"]?.string, AbsoluteURL.isValid(list) else {
            throw .malformedValue("statusListCredential is a URL")
        }
        self.standard = standard
        self.id = try Self.id(of: json, list: list)
        self.purpose = purpose
        self.index = try Self.index(json["statusListIndex"])
        self.list = list
        guard standard == .bitstring else {
            self.size = 1
            self.messages = [:]
            return
        }
        self.size = try Self.size(json["statusSize"])
        self.messages = try Self.messages(json["statusMessage"], size: self.size)
        for reference in json["statusReference"].map({ $0.array ?? [$0] }) ?? [] {
            guard let url = reference.string, AbsoluteURL.isValid(url) else { throw .malformedValue("statusReference is one or more URLs") }
        }
    }

    /// The entry as it stands in a credential.
    public var json: JSON {
        let messages = self.messages.sorted { $0.key < $1.key }.map { value, message -> JSON in
            ["status": .string("0x" + String(value, radix: 16)), "message": .string(message)]
        }
        return .object(omittingNil: [
            "id": self.id.map { .string($0) }, "type": .string(self.standard.entryType), "statusPurpose": .string(self.purpose),
            "statusListIndex": .string(String(self.index)), "statusListCredential": .string(self.list),
            "statusSize": self.size == 1 ? Optional.none : .number(JSONNumber(self.size)), "statusMessage": JSON.list(messages),
        ])
    }

    private static func id(of json: JSON, list: String) throws(StatusListError) -> String? {
        guard let id = json["id"] else { return nil }
        guard let text = id.string, AbsoluteURL.isValid(text), text != list else {
            throw .malformedValue("the entry's id is a URL, but not that of the list")
        }
        return text
    }

    /// Digits and nothing else: a reader that takes "43abc" for 43 looks up somebody else's status.
    private static func index(_ json: JSON?) throws(StatusListError) -> Int {
        guard let text = json?.string, !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .malformedValue("statusListIndex is a text of decimal digits")
        }
        guard let index = Int(text) else { throw .range }
        return index
    }

    private static func size(_ json: JSON?) throws(StatusListError) -> Int {
        guard let json else { return 1 }
        guard let size = json.int, (1...BitstringStatusList.maximumStatusSize).contains(size) else {
            throw .malformedValue("statusSize is a whole number from 1 to \(BitstringStatusList.maximumStatusSize)")
        }
        return size
    }

    private static func messages(_ json: JSON?, size: Int) throws(StatusListError) -> [Int: String] {
        guard let json else {
            guard size == 1 else { throw .malformedValue("statusMessage is required when statusSize is more than 1") }
            return [:]
        }
        guard let items = json.array, items.count == 1 << size else { throw .malformedValue("statusMessage has one item for each value") }
        var messages: [Int: String] = [:]
        for item in items {
            guard let status = item["status"]?.string, status.hasPrefix("0x"), let value = Self.value(status.dropFirst(2)),
                (0..<(1 << size)).contains(value), let message = item["message"]?.string, messages[value] == nil
            else { throw .malformedValue("each statusMessage has its own status such as 0x1 and a message") }
            messages[value] = message
        }
        return messages
    }

    /// Hexadecimal digits and nothing else, not even a sign.
    private static func value(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 } ? Int(digits, radix: 16) : nil
    }
}
