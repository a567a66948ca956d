/// The contexts of Open Badges 3.0 as 1EdTech publishes them.
extension ContextTable {
    /// Version 3.0.3. `xsd` is no prefix here: the list says `xsd:dateTime` of `awardedDate` and leaves it undefined.
    static let openBadges303 = ContextTable(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        terms: """
            ob = https://purl.imsglobal.org/spec/vc/ob/vocab.html#
            schema = https://schema.org/
            xs = https://www.w3.org/2001/XMLSchema#
            !
            name schema:
            description schema:
            narrative ob:
            url schema: ^xs:anyURI
            image ob: @id
            inLanguage schema:
            awardedDate ob: ^xsd:dateTime
            alignment ob: @set
            endorsement ob: @set
            OpenBadgeCredential ob:
            AchievementCredential ob:OpenBadgeCredential
            EndorsementCredential ob:
            Achievement ob: !
                achievementType ob:
                alignment ob: @set
                creator ob:
                creditsAvailable ob: ^xs:float
                criteria ob:Criteria @id
                fieldOfStudy ob:
                humanCode ob:
                image ob: @id
                inLanguage schema:
                otherIdentifier ob: @set
                related ob: @set
                resultDescription ob: @set
                specialization ob:
                tag schema:keywords @set
                version ob:
            AchievementSubject ob: !
                achievement ob:
                activityEndDate ob: ^xs:date
                activityStartDate ob: ^xs:date
                creditsEarned ob: ^xs:float
                identifier ob: @set
                image ob: @id
                licenseNumber ob:
                result ob: @set
                role ob:
                source ob: @id
                term ob:
            Address ob: !
                addressCountry schema:
                addressCountryCode ob:CountryCode
                addressLocality schema:
                addressRegion schema:
                geo ob:GeoCoordinates
                postOfficeBoxNumber schema:
                postalCode schema:
                streetAddress schema:
            Alignment schema:AlignmentObject !
                targetCode ob:
                targetDescription schema:
                targetFramework schema:
                targetName schema:
                targetType ob:
                targetUrl schema: ^xs:anyURI
            Criteria ob:
            EndorsementSubject ob: !
                endorsementComment ob:
            Evidence ob: !
                audience schema:
                genre schema:
            GeoCoordinates ob: !
                latitude schema:
                longitude schema:
            IdentifierEntry ob: !
                identifier ob:
                identifierType ob:
            IdentityObject ob: !
                hashed ob: ^xs:boolean
                identityHash ob:
                identityType ob:
                salt ob:
            Image ob: !
                caption schema:
            Profile ob: !
                additionalName schema:
                address ob: @id
                dateOfBirth ob: ^xs:date
                email schema:
                familyName schema:
                familyNamePrefix ob:
                givenName schema:
                honorificPrefix schema:
                honorificSuffix schema:
                image ob: @id
                official ob:
                otherIdentifier ob: @set
                parentOrg ob: @id
                patronymicName ob:
                phone ob:
            Related ob: !
                inLanguage schema:
                version ob:
            Result ob: !
                achievedLevel ob: ^xs:anyURI
                resultDescription ob: ^xs:anyURI
                status ob:
                value schema:
            ResultDescription ob: !
                allowedValue ob: @list
                requiredLevel ob: ^xs:anyURI
                requiredValue ob:
                resultType ob:
                rubricCriterionLevel ob: @set
                valueMax ob:
                valueMin ob:
            RubricCriterionLevel ob: !
                level ob:
                points ob:
            """)

    /// Version 3.0.2.
    static let openBadges302 = ContextTable(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", after: Self.openBadges303,
        terms: """
            ob = https://purl.imsglobal.org/spec/vc/ob/vocab.html#
            image ob:Image @id
            - inLanguage
            - awardedDate
            Achievement
                image ob:Image @id
                - inLanguage
            AchievementSubject
                achievement ob:achievement-0
                image ob:Image @id
            Profile
                image ob:Image @id
            Related
                - inLanguage
            """)

    /// What 1EdTech adds to it: statuses, schemas and refreshing of its own.
    static let openBadgesExtensions = ContextTable(
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        terms: """
            id @id
            type @type
            1EdTechJsonSchemaValidator2019 https://purl.imsglobal.org/spec/vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019
            1EdTechRevocationList https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#1EdTechRevocationList
            1EdTechCredentialRefresh https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh
            """)
}
