/// One step of a schema: a file of SQL that is compiled in. Forward only; never edited once it was applied anywhere.
public struct Migration: Sendable, Equatable {
    /// `0001-outbox.sql`
    public let name: String
    /// The statements. Names without a schema are in the migrator's.
    public let text: String

    /// A step by its file's name and text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The number that the name begins with: four digits and a hyphen.
    var number: Int? {
        let digits = self.name.prefix { $0.isASCII && $0.isNumber }
        guard digits.utf8.count == 4, self.name.dropFirst(4).first == "-" else { return nil }
        return Int(digits)
    }
}
