/// Text from a document, made safe to show: what could steer a terminal or turn the direction of writing becomes visible instead.
enum PlainText {
    /// The longest text that is shown.
    static let limit = 300

    static func safe(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(Self.limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        if text.unicodeScalars.count > Self.limit { shown.append("…") }
        return String(shown)
    }
}
