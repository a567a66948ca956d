public import JSON

/// A key in a controller document (Controlled Identifiers 1.0 §2.2), with what is known of its time.
public struct VerificationMethod: Sendable, Hashable {
    /// Its URL, with a fragment.
    public let id: String
    /// Who controls it.
    public let controller: String
    /// The key.
    public let key: Multikey
    /// From when on it signs; not in the standard, but issuers of the suite know it.
    public let validFrom: DateTimeStamp?
    /// When it was retired: what is signed later does not count.
    public let expires: DateTimeStamp?
    /// When it was reported stolen.
    public let revoked: DateTimeStamp?

    /// A key and its times.
    public init(
        id: String, controller: String, key: Multikey, validFrom: DateTimeStamp? = nil, expires: DateTimeStamp? = nil,
        revoked: DateTimeStamp? = nil
    ) {
        self.id = id
        self.controller = controller
        self.key = key
        self.validFrom = validFrom
        self.expires = expires
        self.revoked = revoked
    }

    /// Reads a method of type Multikey.
    init(_ json: JSON) throws(ControllerDocumentError) {
        guard let id = json["id"]?.string, let controller = json["controller"]?.string, id.contains("#") else {
            throw .malformed("a verification method has an id with a fragment and a controller")
        }
        guard json["type"]?.string == "Multikey", let text = json["publicKeyMultibase"]?.string else {
            throw .unsupportedMethod(id)
        }
        do throws(DIDError) {
            let key = try Multikey(text)
            self.init(
                id: id, controller: controller, key: key, expires: try Self.moment(json["expires"]),
                revoked: try Self.moment(json["revoked"]))
        } catch {
            throw .unsupportedMethod(id)
        }
    }

    /// The method as it stands in a document.
    public var json: JSON {
        .object(omittingNil: [
            "id": .string(self.id), "type": "Multikey", "controller": .string(self.controller),
            "publicKeyMultibase": .string(self.key.multibase),
            "expires": self.expires.map { .string($0.description) }, "revoked": self.revoked.map { .string($0.description) },
        ])
    }

    /// A time that cannot be read makes the whole method unusable: better no key than one whose end is not known.
    private static func moment(_ json: JSON?) throws(DIDError) -> DateTimeStamp? {
        guard let json else { return nil }
        guard let moment = json.string.flatMap(DateTimeStamp.init) else { throw .invalidPublicKey }
        return moment
    }
}
