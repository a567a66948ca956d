/// The contexts of Verifiable Credentials (Verifiable Credentials Data Model 2.0 Appendix B.1, 1.1 Appendix B.1).
extension ContextTable {
    /// Version 2.0, which has the terms of Data Integrity and of the Bitstring Status List in it.
    static let credentialsV2 = ContextTable(
        "https://www.w3.org/ns/credentials/v2",
        scopes: ["proof": .dataIntegrityProof, "list": .bitstringList, "entry": .bitstringEntry],
        terms: """
            cred = https://www.w3.org/2018/credentials#
            sec = https://w3id.org/security#
            schema = https://schema.org/
            status = https://www.w3.org/ns/credentials/status#
            jwt = https://www.iana.org/assignments/jwt#
            jose = https://www.iana.org/assignments/jose#
            xsd = http://www.w3.org/2001/XMLSchema#
            xs = https://www.w3.org/2001/XMLSchema#
            !
            name schema:
            description schema:
            mediaType schema:encodingFormat
            digestMultibase sec: ^sec:multibase
            digestSRI cred: ^cred:sriString
            VerifiableCredential cred: !
                name schema:
                description schema:
                confidenceMethod cred: @id
                credentialSchema cred: @id
                credentialStatus cred: @id
                credentialSubject cred: @id
                evidence cred: @id
                issuer cred: @id
                proof sec: @id @graph
                refreshService cred: @id
                relatedResource cred: @id
                renderMethod cred: @id
                termsOfUse cred: @id
                validFrom cred: ^xsd:dateTime
                validUntil cred: ^xsd:dateTime
            VerifiablePresentation cred: !
                holder cred: @id
                proof sec: @id @graph
                termsOfUse cred: @id
                verifiableCredential cred: @id @graph null
            EnvelopedVerifiableCredential cred:
            EnvelopedVerifiablePresentation cred:
            JsonSchemaCredential cred:
            JsonSchema cred: !
                jsonSchema cred: @json
            BitstringStatusListCredential status:
            BitstringStatusList status: <list>
            BitstringStatusListEntry status: <entry>
            DataIntegrityProof sec: <proof>
            ... jwt:
            _sd jwt: @json
            _sd_alg jwt:
            aud jwt: @id
            cnf jwt: {}
                @protected
                kid jwt: @id
                jwk jwt: @json
            exp jwt: ^xs:nonNegativeInteger
            iat jwt: ^xs:nonNegativeInteger
            iss jose: @id
            jku jose: @id
            kid jose: @id
            nbf jwt: ^xs:nonNegativeInteger
            sub jose: @id
            x5u jose: @id
            """)

    /// Version 1.1. Its scopes define `cred`, `sec` and `xsd` as terms; in that of RsaSignature2018 these are left undefined.
    static let credentialsV1 = ContextTable(
        "https://www.w3.org/2018/credentials/v1", scopes: ["signature": .signature2018, "purposes": .purposes2018],
        terms: """
            c = https://www.w3.org/2018/credentials#
            s = https://w3id.org/security#
            x = http://www.w3.org/2001/XMLSchema#
            dc = http://purl.org/dc/terms/
            !
            proof s: @id @graph
            VerifiableCredential c: !
                cred https://www.w3.org/2018/credentials#
                sec https://w3id.org/security#
                xsd http://www.w3.org/2001/XMLSchema#
                credentialSchema c: @id !
                    cred https://www.w3.org/2018/credentials#
                    JsonSchemaValidator2018 c:
                credentialStatus c: @id
                credentialSubject c: @id
                evidence c: @id
                expirationDate c: ^x:dateTime
                holder c: @id
                issued c: ^x:dateTime
                issuer c: @id
                issuanceDate c: ^x:dateTime
                proof s: @id @graph
                refreshService c: @id !
                    cred https://www.w3.org/2018/credentials#
                    ManualRefreshService2018 c:
                termsOfUse c: @id
                validFrom c: ^x:dateTime
                validUntil c: ^x:dateTime
            VerifiablePresentation c: !
                cred https://www.w3.org/2018/credentials#
                sec https://w3id.org/security#
                holder c: @id
                proof s: @id @graph
                verifiableCredential c: @id @graph
            EcdsaSecp256k1Signature2019 s: <signature>
            EcdsaSecp256r1Signature2019 s: <signature>
            Ed25519Signature2018 s: <signature>
            RsaSignature2018 s: {}
                @protected
                challenge sec:challenge
                created dc: ^xsd:dateTime
                domain sec:domain
                expires sec:expiration ^xsd:dateTime
                jws sec:jws
                nonce sec:nonce
                proofPurpose sec:proofPurpose @vocab <purposes>
                proofValue sec:proofValue
                verificationMethod sec:verificationMethod @id
            """)

    /// What the signatures of version 1.1 have in common.
    private static let signature2018 = ContextTable(
        scopes: ["purposes": .purposes2018],
        terms: """
            s = https://w3id.org/security#
            x = http://www.w3.org/2001/XMLSchema#
            dc = http://purl.org/dc/terms/
            !
            sec https://w3id.org/security#
            xsd http://www.w3.org/2001/XMLSchema#
            challenge s:
            created dc: ^x:dateTime
            domain s:
            expires s:expiration ^x:dateTime
            jws s:
            nonce s:
            proofPurpose s: @vocab <purposes>
            proofValue s:
            verificationMethod s: @id
            """)

    private static let purposes2018 = ContextTable(
        terms: """
            s = https://w3id.org/security#
            !
            sec https://w3id.org/security#
            assertionMethod s: @id @set
            authentication s:authenticationMethod @id @set
            """)
}
