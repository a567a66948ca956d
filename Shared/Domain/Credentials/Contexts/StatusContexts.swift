/// The contexts of status lists (Bitstring Status List 1.0, and StatusList2021, which came before it).
extension ContextTable {
    /// What the subject of a list has.
    static let bitstringList = ContextTable(
        terms: """
            sec = https://w3id.org/security#
            status = https://www.w3.org/ns/credentials/status#
            !
            encodedList status: ^sec:multibase
            statusPurpose status:
            ttl status:
            """)

    /// What an entry has that leads to a list.
    static let bitstringEntry = ContextTable(
        terms: """
            status = https://www.w3.org/ns/credentials/status#
            xs = https://www.w3.org/2001/XMLSchema#
            !
            statusListCredential status: @id
            statusListIndex status:
            statusPurpose status:
            statusMessage status: !
                message status:
                status status:
            statusReference status: @id
            statusSize status: ^xs:integer
            """)

    /// Bitstring Status List 1.0 for documents of other contexts than those of version 2.0.
    static let bitstringStatusList = ContextTable(
        "https://www.w3.org/ns/credentials/status/v1", scopes: ["list": .bitstringList, "entry": .bitstringEntry],
        terms: """
            status = https://www.w3.org/ns/credentials/status#
            !
            BitstringStatusListCredential status:
            BitstringStatusList status: <list>
            BitstringStatusListEntry status: <entry>
            """)

    /// StatusList2021.
    static let statusList2021 = ContextTable(
        "https://w3id.org/vc/status-list/2021/v1",
        terms: """
            list = https://w3id.org/vc/status-list#
            schema = http://schema.org/
            @protected
            StatusList2021Credential list: !
                name schema:
                description schema:
            StatusList2021 list: !
                statusPurpose list:
                encodedList list:
            StatusList2021Entry list: !
                statusPurpose list:
                statusListIndex list:
                statusListCredential list: @id
            """)
}
