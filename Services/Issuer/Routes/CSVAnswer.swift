import HTTP

extension HTTPResponse {
    /// A table to be kept as a file, written page by page. `rows` gives the rows after a line, and the last line among them; none when all were given.
    static func csv(
        named name: String, columns: [String],
        rows: @escaping @Sendable (_ after: Int) async throws -> (rows: [[String]], last: Int)?
    ) -> HTTPResponse {
        HTTPResponse(
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\"",
                .cacheControl: "private, no-store",
            ],
            body: .stream(length: nil) { writer in
                try await writer.write(Self.line(columns))
                var after = 0
                while let (rows, last) = try await rows(after) {
                    try await writer.write(rows.map(Self.line).joined())
                    after = last
                }
            })
    }

    private static func line(_ cells: [String]) -> String { cells.map(Self.cell).joined(separator: ",") + "\r\n" }

    /// A cell in quotes. Before what a spreadsheet would take for a formula stands an apostrophe: this is a list to read, not to hand in.
    private static func cell(_ text: String) -> String {
        let shown = CellText.isFormula(text) || text.hasPrefix("\t") || text.hasPrefix("\r") ? "'" + text : text
        return "\"" + shown.replacing("\"", with: "\"\"") + "\""
    }
}
