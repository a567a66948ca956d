import JSON
import TestSupport
import Testing

/// One file of nst/JSONTestSuite.
private struct SuiteFile: CustomTestStringConvertible, Sendable {
    let path: String
    var name: Substring { self.path.split(separator: "/").last ?? "" }
    var testDescription: String { String(self.name) }

    static func all(in folder: String, prefix: String = "") throws -> [SuiteFile] {
        let folder = "standards/json-parsing/" + folder
        guard SharedFiles.has(folder) else { return [] }
        return try SharedFiles.names(in: folder).filter { $0.hasPrefix(prefix) }.map { SuiteFile(path: folder + "/" + $0) }
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/json-parsing")))
struct `The JSON parsing suite` {
    /// RFC 8259 §4 lets a reader refuse duplicate names, and a signed document must not mean two things.
    static let refusedAlthoughGrammatical: Set = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

    /// What the suite leaves open and this parser accepts: any number, kept exactly as written.
    static let acceptedOfTheOpen: Set = [
        "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
        "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
        "i_number_real_underflow.json", "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json",
        "i_number_very_big_negative_int.json",
    ]

    /// What the suite leaves open and this parser refuses: lone surrogates, bytes that are not UTF-8 or have a mark, 500 levels.
    static let refusedOfTheOpen: Set = [
        "i_object_key_lone_2nd_surrogate.json", "i_string_1st_surrogate_but_2nd_missing.json",
        "i_string_1st_valid_surrogate_2nd_invalid.json", "i_string_UTF-16LE_with_BOM.json", "i_string_UTF-8_invalid_sequence.json",
        "i_string_UTF8_surrogate_U+D800.json", "i_string_incomplete_surrogate_and_escape_valid.json",
        "i_string_incomplete_surrogate_pair.json", "i_string_incomplete_surrogates_escape_valid.json",
        "i_string_invalid_lonely_surrogate.json", "i_string_invalid_surrogate.json", "i_string_invalid_utf-8.json",
        "i_string_inverted_surrogates_U+1D11E.json", "i_string_iso_latin_1.json", "i_string_lone_second_surrogate.json",
        "i_string_lone_utf8_continuation_byte.json", "i_string_not_in_unicode_range.json", "i_string_overlong_sequence_2_bytes.json",
        "i_string_overlong_sequence_6_bytes.json", "i_string_overlong_sequence_6_bytes_null.json", "i_string_truncated-utf-8.json",
        "i_string_utf16BE_no_BOM.json", "i_string_utf16LE_no_BOM.json", "i_structure_500_nested_arrays.json",
        "i_structure_UTF-8_BOM_empty_object.json",
    ]

    @Test func `has all its 318 files here`() throws {
        let counts = try ["y_", "n_", "i_"].map { try SuiteFile.all(in: "test_parsing", prefix: $0).count }
        print("json-parsing: y \(counts[0]) (\(Self.refusedAlthoughGrammatical.count) refused by name), n \(counts[1]), i \(counts[2])")
        #expect(counts == [95, 188, 35])
        #expect(Self.acceptedOfTheOpen.count + Self.refusedOfTheOpen.count == counts[2])
    }

    @Test(arguments: try SuiteFile.all(in: "test_parsing", prefix: "y_"))
    private func `is accepted where it must be, and read back alike`(file: SuiteFile) throws {
        let bytes = try SharedFiles.bytes(file.path)
        if Self.refusedAlthoughGrammatical.contains(String(file.name)) {
            let error = try #require(throws: JSONError.self) { try JSON(parsing: bytes) }
            #expect(error.reason == .duplicateName)
        } else {
            let value = try JSON(parsing: bytes)
            #expect(try JSON(parsing: value.bytes()) == value)
            #expect(try JSON(parsing: value.pretty()) == value)
        }
    }

    @Test(arguments: try SuiteFile.all(in: "test_parsing", prefix: "n_"))
    private func `is refused where it must be, with a place`(file: SuiteFile) throws {
        let bytes = try SharedFiles.bytes(file.path)
        let error = try #require(throws: JSONError.self) { try JSON(parsing: bytes) }
        #expect(error.offset >= 0 && error.offset <= bytes.count)
        #expect(error.line >= 1 && error.column >= 1)
        #expect(throws: JSONError.self) { try JSON(parsing: bytes.span) }
    }

    @Test(arguments: try SuiteFile.all(in: "test_parsing", prefix: "i_"))
    private func `is decided by name where it is open`(file: SuiteFile) throws {
        let bytes = try SharedFiles.bytes(file.path)
        if Self.acceptedOfTheOpen.contains(String(file.name)) {
            let value = try JSON(parsing: bytes)
            #expect(value.bytes() == bytes.filter { !" \n".utf8.contains($0) })
        } else {
            #expect(Self.refusedOfTheOpen.contains(String(file.name)))
            #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
        }
    }

    /// Written as they were read, when they are read at all.
    @Test(arguments: try SuiteFile.all(in: "test_transform"))
    private func `is never transformed`(file: SuiteFile) throws {
        let bytes = try SharedFiles.bytes(file.path)
        let mustBeRefused = ["invalid_codepoint", "object_same_key"].contains { file.name.contains($0) }
        if mustBeRefused {
            #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
        } else {
            #expect(try JSON(parsing: bytes).bytes() == bytes.filter { !" \n".utf8.contains($0) })
        }
    }
}
