import HTTP

/// A file of a form, read as it arrives: it is never in memory whole.
struct UploadedFile: AsyncSequence {
    /// The most parts that stand before the file.
    private static let partLimit = 10

    /// What it is called on the sender's machine, without folders; nil when that can't be shown.
    let name: String?
    private let reader: MultipartReader

    /// The file under a field's name; nil when none was chosen. What stands behind it in the form is not read.
    init?(_ field: String, of request: HTTPRequest) async throws {
        var reader = try MultipartReader(request, maxParts: Self.partLimit)
        while let header = try await reader.nextPart() {
            guard header.name == field, let filename = header.filename else { continue }
            if filename.isEmpty { return nil }
            self.name = Self.plain(filename)
            self.reader = reader
            return
        }
        return nil
    }

    func makeAsyncIterator() -> Iterator { Iterator(reader: self.reader) }

    struct Iterator: AsyncIteratorProtocol {
        var reader: MultipartReader

        mutating func next() async throws -> [UInt8]? { try await self.reader.nextBytes() }
    }

    private static func plain(_ filename: String) -> String? {
        let last = filename.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let name = String(String.UnicodeScalarView(last.unicodeScalars.prefix(Batch.nameLimit)))
        return name.isEmpty || CellText.hasControls(name) ? nil : name
    }
}
