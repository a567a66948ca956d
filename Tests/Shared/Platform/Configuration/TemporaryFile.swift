import Glibc
import Testing

/// Lends a file with a text in it, and removes it afterwards.
func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    var template = Array("/tmp/cairn-configuration-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = Array(text.utf8)
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    try body(path)
}
