/// A sentence of the catalogue, parsed: a small part of ICU's MessageFormat.
///
/// `{name}` puts an argument in as it is, `{count, number}` with its digits in groups, `{until, date}` as the language writes dates,
/// `{count, plural, =0 {none} one {# row} other {# rows}}` chooses by number; `#` in a plural is that number. Braces and `#` that mean
/// themselves stand between apostrophes (`'{'`), two apostrophes are one, and a single one elsewhere means itself.
struct Message: Sendable, Hashable {
    let parts: [Part]

    enum Part: Sendable, Hashable {
        case text(String)
        case argument(TemplateName)
        case number(TemplateName)
        case date(TemplateName)
        case plural(Plural)
        /// The `#` of the plural around it.
        case count
    }

    struct Plural: Sendable, Hashable {
        let argument: TemplateName
        let exact: [Int: Message]
        let one: Message?
        let other: Message
    }

    /// The same sentence with other texts between its placeholders.
    func mapTexts(_ transform: (String) -> String) -> Message {
        Message(
            parts: self.parts.map { part in
                switch part {
                case .text(let text): .text(transform(text))
                case .plural(let plural):
                    .plural(
                        Plural(
                            argument: plural.argument, exact: plural.exact.mapValues { $0.mapTexts(transform) },
                            one: plural.one?.mapTexts(transform), other: plural.other.mapTexts(transform)))
                case .argument, .number, .date, .count: part
                }
            })
    }
}
