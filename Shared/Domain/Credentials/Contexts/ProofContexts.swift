/// The contexts of proofs and of the keys that make them (Data Integrity 1.0, EdDSA Cryptosuites 1.0, Controlled Identifiers 1.0).
extension ContextTable {
    /// What a proof of Data Integrity has.
    static let dataIntegrityProof = ContextTable(
        scopes: ["purposes": .proofPurposes],
        terms: """
            sec = https://w3id.org/security#
            dc = http://purl.org/dc/terms/
            xsd = http://www.w3.org/2001/XMLSchema#
            !
            challenge sec:
            created dc: ^xsd:dateTime
            cryptosuite sec: ^sec:cryptosuiteString
            domain sec:
            expires sec:expiration ^xsd:dateTime
            nonce sec:
            previousProof sec: @id
            proofPurpose sec: @vocab <purposes>
            proofValue sec: ^sec:multibase
            verificationMethod sec: @id
            """)

    private static let proofPurposes = ContextTable(
        terms: """
            sec = https://w3id.org/security#
            !
            assertionMethod sec: @id @set
            authentication sec:authenticationMethod @id @set
            capabilityDelegation sec:capabilityDelegationMethod @id @set
            capabilityInvocation sec:capabilityInvocationMethod @id @set
            keyAgreement sec:keyAgreementMethod @id @set
            """)

    /// Data Integrity 1.0.
    static let dataIntegrityV2 = ContextTable(
        "https://w3id.org/security/data-integrity/v2", scopes: ["proof": .dataIntegrityProof],
        terms: """
            sec = https://w3id.org/security#
            !
            proof sec: @id @graph
            DataIntegrityProof sec: <proof>
            """)

    /// Data Integrity as it was before chains and before suites had a type of their own.
    static let dataIntegrityV1 = ContextTable(
        "https://w3id.org/security/data-integrity/v1", after: Self.dataIntegrityV2,
        terms: """
            sec = https://w3id.org/security#
            DataIntegrityProof
                cryptosuite sec:
                - previousProof
            """)

    /// The suite of Ed25519Signature2020, and its keys.
    static let ed25519Signature2020 = ContextTable(
        "https://w3id.org/security/suites/ed25519-2020/v1", scopes: ["proof": .dataIntegrityProof],
        terms: """
            sec = https://w3id.org/security#
            xsd = http://www.w3.org/2001/XMLSchema#
            !
            proof sec: @id @graph
            Ed25519VerificationKey2020 sec: !
                controller sec: @id
                revoked sec: ^xsd:dateTime
                publicKeyMultibase sec: ^sec:multibase
            Ed25519Signature2020 sec: <proof>
                - cryptosuite
                - previousProof
            """)

    /// Keys in multibase.
    static let multikey = ContextTable(
        "https://w3id.org/security/multikey/v1",
        terms: """
            sec = https://w3id.org/security#
            xsd = http://www.w3.org/2001/XMLSchema#
            !
            Multikey sec: !
                controller sec: @id
                revoked sec: ^xsd:dateTime
                expires sec:expiration ^xsd:dateTime
                publicKeyMultibase sec: ^sec:multibase
                secretKeyMultibase sec: ^sec:multibase
            """)

    /// Keys as JSON Web Keys.
    static let jwk = ContextTable(
        "https://w3id.org/security/jwk/v1",
        terms: """
            sec = https://w3id.org/security#
            xsd = http://www.w3.org/2001/XMLSchema#
            !
            JsonWebKey sec: !
                controller sec: @id
                revoked sec: ^xsd:dateTime
                expires sec:expiration ^xsd:dateTime
                publicKeyJwk sec: @json
                secretKeyJwk sec: @json
            """)

    /// DID documents (Decentralized Identifiers 1.0).
    static let did = ContextTable(
        "https://www.w3.org/ns/did/v1", "https://w3id.org/did/v1", after: Self.proofPurposes,
        terms: """
            sec = https://w3id.org/security#
            did = https://www.w3.org/ns/did#
            alsoKnownAs https://www.w3.org/ns/activitystreams#alsoKnownAs @id
            controller sec: @id
            verificationMethod sec: @id
            service did: @id !
                serviceEndpoint did: @id
            """)
}
