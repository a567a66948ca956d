/// The contexts of the Comprehensive Learner Record 2.0. They protect nothing, and `xsd` is a prefix that they leave undefined.
extension ContextTable {
    /// Version 2.0.1.
    static let learnerRecord201 = ContextTable(
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        terms: """
            clr = https://purl.imsglobal.org/spec/vc/clr/vocab.html#
            ob = https://purl.imsglobal.org/spec/vc/ob/vocab.html#
            vc = https://www.w3.org/2018/credentials#
            id @id
            type @type
            ClrCredential clr: {}
                id @id
                type @type
                partial clr: ^xsd:boolean
            ClrSubject clr: {}
                id @id
                type @type
                cred https://www.w3.org/2018/credentials#
                obi https://purl.imsglobal.org/spec/vc/ob/vocab.html#
                achievement clr: ^ob:Achievement @set
                association clr: ^clr:Association @set
                identifier clr:identifier-1 ^ob:Identifier @set
                verifiableCredential clr: ^vc:verifiableCredential @set
            Association clr: {}
                associationType clr:AssociationType
                sourceId clr: ^xsd:anyURI
                targetId clr: ^xsd:anyURI
            """)

    /// Version 2.0.0, whose address has no version.
    static let learnerRecord200 = ContextTable(
        "https://purl.imsglobal.org/spec/clr/v2p0/context.json", after: Self.learnerRecord201,
        terms: """
            clr = https://purl.imsglobal.org/spec/vc/clr/vocab.html#
            ob = https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#
            ClrCredential
                - partial
            ClrSubject
                obi https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#
                achievement clr: ^ob:Achievement @set
                - identifier
            """)
}
