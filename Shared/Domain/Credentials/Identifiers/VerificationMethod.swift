public import JSON

/// A key in a controller document (Controlled Identifiers 1.0 §2.2), with what is known of its time.
public struct VerificationMethod: Sendable, Hashable {
    /// Its URL, with a fragment.
    public let id: String
    /// Who controls it.
    public let controller: String
    /// The key.
    public let key: Multikey
    /// The key as it is published, where that is a JWK; nil where it is a Multikey.
    public let jwk: JSON?
    /// From when on it signs; not in the standard, but issuers of the suite know it.
    public let validFrom: DateTimeStamp?
    /// When it was retired: what is signed later does not count, what was signed before does.
    public let expires: DateTimeStamp?
    /// When it was reported stolen: what is signed later does not count, what was signed before does as far as somebody else can say that it
    /// was (`SigningTime`).
    public let revoked: DateTimeStamp?

    /// A key and its times; `jwk` when it is to be published as one.
    public init(
        id: String, controller: String, jwk: JSON? = Optional.none, key: Multikey, validFrom: DateTimeStamp? = nil,
        expires: DateTimeStamp? = nil, revoked: DateTimeStamp? = nil
    ) {
        self.id = id
        self.controller = controller
        self.jwk = jwk
        self.key = key
        self.validFrom = validFrom
        self.expires = expires
        self.revoked = revoked
    }

    /// Reads a method of a document. Its type says what kinds of keys it may hold, and the key is there in exactly one form.
    init(_ json: JSON, in document: String) throws(ControllerDocumentError) {
        guard let name = json["id"]?.string, let controller = json["controller"]?.string, name.contains("#") else {
            throw .malformed("a verification method has an id with a fragment and a controller")
        }
        let id = Self.absolute(name, in: document)
        guard let type = json["type"]?.string, let form = Self.forms[type],
            ["publicKeyMultibase", "publicKeyJwk", "publicKeyBase58"].filter({ json[$0] != nil }).count == 1
        else { throw .unsupportedMethod(id) }
        do throws(DIDError) {
            let key = try form.key(of: json)
            self.init(
                id: id, controller: controller, jwk: json["publicKeyJwk"], key: key, expires: try Self.moment(json["expires"]),
                revoked: try Self.moment(json["revoked"]))
        } catch {
            throw .unsupportedMethod(id)
        }
    }

    /// A name in a document, which may be the fragment alone (DID Core 1.0 §3.2.2).
    static func absolute(_ name: String, in document: String) -> String {
        name.hasPrefix("#") ? document + name : name
    }

    /// The method as it stands in a document.
    public var json: JSON {
        .object(omittingNil: [
            "id": .string(self.id), "type": self.jwk == nil ? "Multikey" : "JsonWebKey", "controller": .string(self.controller),
            "publicKeyMultibase": self.jwk == nil ? .string(self.key.multibase) : Optional.none, "publicKeyJwk": self.jwk,
            "expires": self.expires.map { .string($0.description) }, "revoked": self.revoked.map { .string($0.description) },
        ])
    }

    /// What a type of method may hold.
    private struct Form {
        let names: Set<String>
        let kinds: [Multikey.Kind]

        func key(of json: JSON) throws(DIDError) -> Multikey {
            let key: Multikey
            if let text = json["publicKeyMultibase"]?.string, self.names.contains("publicKeyMultibase") {
                key = try Multikey(text)
            } else if let jwk = json["publicKeyJwk"], self.names.contains("publicKeyJwk") {
                key = try Multikey(jwk: jwk)
            } else if let text = json["publicKeyBase58"]?.string, self.names.contains("publicKeyBase58"), let kind = self.kinds.first {
                key = try Multikey(kind, base58: text)
            } else {
                throw .unsupportedPublicKeyType
            }
            guard self.kinds.contains(key.kind) else { throw .unsupportedPublicKeyType }
            return key
        }
    }

    /// Those of Controlled Identifiers 1.0, and the older ones that documents in the field still have.
    private static let forms: [String: Form] = [
        "Multikey": Form(names: ["publicKeyMultibase"], kinds: Multikey.Kind.allCases),
        "JsonWebKey": Form(names: ["publicKeyJwk"], kinds: Multikey.Kind.allCases),
        "JsonWebKey2020": Form(names: ["publicKeyJwk"], kinds: Multikey.Kind.allCases),
        "Ed25519VerificationKey2018": Form(names: ["publicKeyBase58", "publicKeyJwk"], kinds: [.ed25519]),
        "Ed25519VerificationKey2019": Form(names: ["publicKeyJwk"], kinds: [.ed25519]),
        "Ed25519VerificationKey2020": Form(names: ["publicKeyMultibase", "publicKeyJwk"], kinds: [.ed25519]),
        "EcdsaSecp256r1VerificationKey2019": Form(names: ["publicKeyMultibase", "publicKeyJwk"], kinds: [.p256]),
        "EcdsaSecp384r1VerificationKey2019": Form(names: ["publicKeyMultibase", "publicKeyJwk"], kinds: [.p384]),
        "EcdsaSecp256k1VerificationKey2019": Form(names: ["publicKeyMultibase", "publicKeyJwk"], kinds: [.secp256k1]),
    ]

    /// A time that cannot be read makes the whole method unusable: better no key than one whose end is not known.
    private static func moment(_ json: JSON?) throws(DIDError) -> DateTimeStamp? {
        guard let json else { return nil }
        guard let moment = json.string.flatMap(DateTimeStamp.init) else { throw .invalidPublicKey }
        return moment
    }
}
