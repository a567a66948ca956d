/// The terms that the word lists of others define, at any depth. The lists themselves are pinned in the official files; a test compares.
enum KnownTerms {
    /// `https://www.w3.org/ns/credentials/v2`.
    static let credentialsV2 = Self.words(
        """
        ... BitstringStatusList BitstringStatusListCredential BitstringStatusListEntry DataIntegrityProof EnvelopedVerifiableCredential
        EnvelopedVerifiablePresentation JsonSchema JsonSchemaCredential VerifiableCredential VerifiablePresentation _sd _sd_alg
        assertionMethod aud authentication capabilityDelegation capabilityInvocation challenge cnf confidenceMethod created
        credentialSchema credentialStatus credentialSubject cryptosuite description digestMultibase digestSRI domain encodedList
        evidence exp expires holder iat id iss issuer jku jsonSchema jwk keyAgreement kid mediaType message name nbf nonce
        previousProof proof proofPurpose proofValue refreshService relatedResource renderMethod status statusListCredential
        statusListIndex statusMessage statusPurpose statusReference statusSize sub termsOfUse ttl type validFrom validUntil
        verifiableCredential verificationMethod x5u
        """)

    /// `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json`.
    static let openBadges = Self.words(
        """
        Achievement AchievementCredential AchievementSubject Address Alignment Criteria EndorsementCredential EndorsementSubject
        Evidence GeoCoordinates IdentifierEntry IdentityObject Image OpenBadgeCredential Profile Related Result ResultDescription
        RubricCriterionLevel achievedLevel achievement achievementType activityEndDate activityStartDate additionalName address
        addressCountry addressCountryCode addressLocality addressRegion alignment allowedValue audience awardedDate caption creator
        creditsAvailable creditsEarned criteria dateOfBirth description email endorsement endorsementComment familyName
        familyNamePrefix fieldOfStudy genre geo givenName hashed honorificPrefix honorificSuffix humanCode id identifier identifierType
        identityHash identityType image inLanguage latitude level licenseNumber longitude name narrative official otherIdentifier
        parentOrg patronymicName phone points postOfficeBoxNumber postalCode related requiredLevel requiredValue result
        resultDescription resultType role rubricCriterionLevel salt source specialization status streetAddress tag targetCode
        targetDescription targetFramework targetName targetType targetUrl term type url value valueMax valueMin version
        """)

    /// The terms that the first of them protects wherever a document stands: no other word list may give them a new meaning.
    static let protectedByCredentialsV2 = Self.words(
        """
        ... BitstringStatusList BitstringStatusListCredential BitstringStatusListEntry DataIntegrityProof EnvelopedVerifiableCredential
        EnvelopedVerifiablePresentation JsonSchema JsonSchemaCredential VerifiableCredential VerifiablePresentation _sd _sd_alg aud cnf
        description digestMultibase digestSRI exp iat id iss jku kid mediaType name nbf sub type x5u
        """)

    /// The same of the Open Badges list.
    static let protectedByOpenBadges = Self.words(
        """
        Achievement AchievementCredential AchievementSubject Address Alignment Criteria EndorsementCredential EndorsementSubject
        Evidence GeoCoordinates IdentifierEntry IdentityObject Image OpenBadgeCredential Profile Related Result ResultDescription
        RubricCriterionLevel alignment awardedDate description endorsement id image inLanguage name narrative type url
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
