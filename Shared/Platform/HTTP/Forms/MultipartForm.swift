/// A whole form that was sent as `multipart/form-data`, in memory, within limits.
public struct MultipartForm: Sendable {
    /// One file.
    public struct File: Sendable, Hashable {
        /// What the head of its part says.
        public let header: MultipartHeader
        /// What is in it.
        public let bytes: [UInt8]
    }

    /// The text fields by name, in their order.
    public private(set) var fields: [(name: String, value: String)] = []
    /// The files in their order. A file field that was left empty is not among them.
    public private(set) var files: [File] = []

    /// Reads the form. Throws 415 for another type, 413 above a limit, 400 for what is malformed.
    public init(_ request: HTTPRequest, limits: FormLimits = .init()) async throws {
        var reader = try MultipartReader(request, maxParts: limits.fields)
        var textBytes = 0
        while let header = try await reader.nextPart() {
            let limit = header.filename == nil ? limits.bytes - textBytes : limits.fileBytes
            let bytes = try await Self.collect(&reader, header, upTo: limit)
            if let filename = header.filename {
                if filename.isEmpty && bytes.isEmpty { continue }
                guard self.files.count < limits.files else {
                    throw HTTPError(.contentTooLarge, "The form holds more than \(limits.files) files.")
                }
                self.files.append(File(header: header, bytes: bytes))
            } else {
                textBytes += bytes.count
                guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
                    throw HTTPError(.badRequest, "The field \(header.name) is not a text in UTF-8.")
                }
                self.fields.append((header.name, text))
            }
        }
    }

    /// The first text under a name.
    public subscript(name: String) -> String? { self.fields.first { $0.name == name }?.value }

    /// The first file under a name.
    public func file(_ name: String) -> File? { self.files.first { $0.header.name == name } }

    private static func collect(_ reader: inout MultipartReader, _ header: MultipartHeader, upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await reader.nextBytes() {
            all += bytes
            guard all.count <= limit else { throw HTTPError(.contentTooLarge, "The field \(header.name) is too long.") }
        }
        return all
    }
}
