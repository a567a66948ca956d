public import Credentials
public import Events
import JSON
public import Observability

/// An issuer of the catalogue, as a projection of it holds it.
public struct KnownIssuer: Sendable, Hashable {
    /// Its identifier in signed documents: a DID or an URL.
    public let identifier: String
    /// The name that it is listed under.
    public let name: String
    /// All keys that it ever signed with.
    public let keys: [IssuerState.Key]

    /// An issuer from its parts.
    public init(identifier: String, name: String, keys: [IssuerState.Key]) {
        self.identifier = identifier
        self.name = name
        self.keys = keys
    }

    /// An issuer whose keys a projection has kept as JSON text.
    public init(identifier: String, name: String, keysText: String) throws(UnreadableKeys) {
        do {
            let keys = try JSONDocument(parsing: keysText).decode([IssuerState.Key].self, unknownMembers: .ignored)
            self.init(identifier: identifier, name: name, keys: keys)
        } catch {
            throw UnreadableKeys(cause: "\(error)")
        }
    }

    /// Whose keys these are, with their times; nil when one of them cannot be read here.
    ///
    /// A document that lacked that key would call it foreign, and what it signed forged. Without a document, both are "could not check".
    /// (A did:key is its own document: there only the times of its key are lost, and a key of a kind that is not known here has none to lose.)
    public var controller: ControllerDocument? {
        var methods: [VerificationMethod] = []
        for key in self.keys {
            do throws(DIDError) {
                methods.append(try self.method(key))
            } catch {
                return nil
            }
        }
        return ControllerDocument(
            id: self.identifier, methods: methods, purposes: [.assertionMethod: methods.map(\.id)])
    }

    /// Nothing that a compromised key signed holds: it counts as reported from its first moment on.
    private func method(_ key: IssuerState.Key) throws(DIDError) -> VerificationMethod {
        VerificationMethod(
            id: key.id, controller: self.identifier, key: try Multikey(key.publicKeyMultibase), validFrom: DateTimeStamp(key.since),
            expires: key.until.map { DateTimeStamp($0) }, revoked: key.state == .compromised ? DateTimeStamp(key.since) : nil)
    }
}

extension DateTimeStamp {
    /// The same moment as credentials write it.
    public init(_ time: WallTime) {
        self.init(microsecondsSinceEpoch: time.microseconds)
    }
}

/// The keys of an issuer in the database are not what this program writes there. It is no fault of whoever asked.
public struct UnreadableKeys: Error {
    /// What was found instead.
    public let cause: String
}
