import CYAML

/// Reads YAML as a person writes it by hand: one document of mappings, lists and texts.
///
/// What makes a file mean something else than it shows is refused: names that stand twice, anchors and aliases, merge keys, tags, more than one
/// document. libyaml does the syntax of YAML 1.1.
public struct YAMLDocument: Sendable {
    /// The most bytes of a file.
    public static let sizeLimit = 1 << 20
    /// How many mappings and lists may lie within each other.
    public static let depthLimit = 32
    /// The most values in a file.
    public static let nodeLimit = 50_000

    /// The value of the document; an empty mapping when there is none.
    public let root: YAMLNode

    /// Reads a document from its bytes.
    public init(parsing bytes: [UInt8]) throws(YAMLError) {
        let start = YAMLPlace(line: 1, column: 1)
        guard bytes.count <= Self.sizeLimit else {
            throw YAMLError(start, "the file has \(bytes.count) bytes; at most \(Self.sizeLimit) are read")
        }
        let outcome: Result<YAMLNode, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = yaml_parser_t()
            // The one way it fails is want of memory.
            guard yaml_parser_initialize(&parser) == 1 else { return .failure(YAMLError(start, "there is no memory to read it")) }
            defer { yaml_parser_delete(&parser) }
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return Result { () throws(YAMLError) in
                try withUnsafeMutablePointer(to: &parser) { parser throws(YAMLError) in
                    var builder = YAMLBuilder(parser: parser)
                    return try builder.document()
                }
            }
        }
        self.root = try outcome.get()
    }

    /// Reads a document from text.
    public init(parsing text: String) throws(YAMLError) {
        try self.init(parsing: Array(text.utf8))
    }
}
