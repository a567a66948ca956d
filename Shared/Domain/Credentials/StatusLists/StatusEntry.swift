public import JSON

/// Where a credential's status stands (Bitstring Status List 1.0 §2.1).
public struct StatusEntry: Sendable, Hashable {
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
    /// For each value what it means, when there are more than two.
    public let messages: [Int: String]

    /// An entry of one bit, for issuing.
    public init(purpose: String, index: Int, list: String) {
        self.id = "\(list)#\(index)"
        self.purpose = purpose
        self.index = index
        self.list = list
        self.size = 1
        self.messages = [:]
    }

    /// Reads an entry of type `BitstringStatusListEntry`.
    public init(_ json: JSON) throws(StatusListError) {
        guard json["type"]?.string == "BitstringStatusListEntry" else { throw .malformedValue("the entry is no BitstringStatusListEntry") }
        guard let purpose = json["statusPurpose"]?.string, !purpose.isEmpty else { throw .malformedValue("statusPurpose is a text") }
        guard let list = json["statusListCredential"]?.string, AbsoluteURL.isValid(list) else {
            throw .malformedValue("statusListCredential is a URL")
        }
        self.id = try Self.id(of: json, list: list)
        self.purpose = purpose
        self.index = try Self.index(json["statusListIndex"])
        self.list = list
        self.size = try Self.size(json["statusSize"])
        self.messages = try Self.messages(json["statusMessage"], size: self.size)
        for reference in json["statusReference"].map({ $0.array ?? [$0] }) ?? [] {
            guard let url = reference.string, AbsoluteURL.isValid(url) else { throw .malformedValue("statusReference is one or more URLs") }
        }
    }

    /// The entry as it stands in a credential.
    public var json: JSON {
        .object(omittingNil: [
            "id": self.id.map { .string($0) }, "type": "BitstringStatusListEntry", "statusPurpose": .string(self.purpose),
            "statusListIndex": .string(String(self.index)), "statusListCredential": .string(self.list),
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
            guard let status = item["status"]?.string, status.hasPrefix("0x"), let value = Int(status.dropFirst(2), radix: 16),
                (0..<(1 << size)).contains(value), let message = item["message"]?.string, messages[value] == nil
            else { throw .malformedValue("each statusMessage has its own status such as 0x1 and a message") }
            messages[value] = message
        }
        return messages
    }
}
