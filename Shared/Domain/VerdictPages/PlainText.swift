/// Text from a document, made safe to show: what could steer a terminal or turn the direction of writing becomes visible instead.
public enum PlainText {
    /// The longest text that is shown where nothing else is said.
    public static let limit = 300

    /// The text with whatever steers replaced, and cut at a limit.
    public static func safe(_ text: String, limit: Int = Self.limit) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        if text.unicodeScalars.count > limit { shown.append("…") }
        return String(shown)
    }
}
