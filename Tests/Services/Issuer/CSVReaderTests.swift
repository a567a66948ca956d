import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `A reader of comma-separated values` {
    private func read(_ bytes: [UInt8], piece: Int = .max) throws(CSVRefusal) -> [CSVRecord] {
        var (reader, records, rest) = (CSVReader(), [CSVRecord](), bytes[...])
        while !rest.isEmpty {
            let next = rest.prefix(piece)
            records += try reader.read(Array(next))
            rest = rest.dropFirst(next.count)
        }
        return try records + reader.finish()
    }

    private func cells(_ text: String) throws(CSVRefusal) -> [[String]] { try self.cells(Array(text.utf8)) }

    private func cells(_ bytes: [UInt8]) throws(CSVRefusal) -> [[String]] {
        try self.read(bytes).map { record in if case .cells(let cells) = record.content { cells } else { ["broken"] } }
    }

    private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
        let units: [UInt16] = [0xFEFF] + Array(text.utf16)
        return units.flatMap { (unit: UInt16) -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
            return isBig ? [high, low] : [low, high]
        }
    }

    @Test func `reads quotes as RFC 4180 has them, and quotes in names as letters`() throws {
        #expect(try self.cells("a,b\r\n\"1,2\",\"x\"\"y\"\r\n") == [["a", "b"], ["1,2", "x\"y"]])
        #expect(try self.cells("a\n\"one\r\ntwo\"\n") == [["a"], ["one\r\ntwo"]])
        #expect(try self.cells("a,b\nAnn \"Bo\" Li,\"\"\n") == [["a", "b"], ["Ann \"Bo\" Li", ""]])
        #expect(try self.cells("a,b\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(try self.cells("a,b\n1,") == [["a", "b"], ["1", ""]])
        #expect(try self.cells("") == [])
    }

    @Test func `knows lines by CR LF, LF and CR, and counts those inside quotes`() throws {
        for end in ["\r\n", "\n", "\r"] {
            let records = try self.read(Array("a\(end)\"1\(end)2\"\(end)\(end)3".utf8))
            #expect(records.map(\.line) == [1, 2, 4, 5] && records[2].isBlank, "\(end.debugDescription)")
        }
    }

    @Test(arguments: [(",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("\t", 9)])
    func `finds the separator`(text: String, separator: UInt8) throws {
        #expect(try self.cells("a\(text)\"b,;\t,;\t\"\(text)c\n1\(text)2\(text)3") == [["a", "b,;\t,;\t", "c"], ["1", "2", "3"]])
        #expect(CSVReader.separator(of: Array("a\(text)b".utf8)) == separator)
        #expect(try self.cells("sep=\(text)\r\na\(text)b\r\n") == [["a", "b"]])
        #expect(try self.read(Array("sep=\(text)\na".utf8)).first?.line == 2)
    }

    @Test func `reads four encodings to the same text`() throws {
        let text = "name;say\nZoë;“né” 🦆 €\n"
        let expected = [["name", "say"], ["Zoë", "“né” 🦆 €"]]
        #expect(try self.cells(text) == expected)
        #expect(try self.cells([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
        #expect(try self.cells(self.utf16(text, isBig: true)) == expected)
        #expect(try self.cells(self.utf16(text, isBig: false)) == expected)
        let western: [UInt8] = Array("name\nZo".utf8) + [0xEB, 0x20, 0x93, 0x80, 0x94]
        #expect(try self.cells(western) == [["name"], ["Zoë “€”"]])
        var reader = CSVReader()
        _ = try reader.read(western)
        #expect(reader.encoding == .windows1252)
    }

    @Test(arguments: [
        ([0xFF, 0xFE, 0, 0] as [UInt8], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0x50, 0x4B, 3, 4, 9], "workbook"),
        ([0x1F, 0x8B, 8, 0], "gzip"), ([0x25, 0x50, 0x44, 0x46], "PDF"), ([0x61, 0, 0x62, 0], "UTF-16 without"),
        ([0x84, 0x31, 0x95, 0x33], "GB 18030"), ([0x2B, 0x2F, 0x76, 0x38], "UTF-7"),
    ])
    func `refuses others by name`(head: [UInt8], name: String) throws {
        let refusal = #expect(throws: CSVRefusal.self) { try self.read(head + Array("a,b".utf8)) }
        #expect(refusal?.line == 1 && refusal?.sentence.contains(name) == true)
    }

    @Test func `never guesses letters: it names the line`() throws {
        let broken = Array("a\nZoë\n".utf8) + [0xEB, 0x20]
        #expect(#expect(throws: CSVRefusal.self) { try self.read(broken) }?.line == 3)
        #expect(#expect(throws: CSVRefusal.self) { try self.read(Array("a\n".utf8) + [0xEB, 0x81]) }?.line == 2)
        #expect(#expect(throws: CSVRefusal.self) { try self.read(Array("abcd\n\n\u{0}".utf8)) }?.line == 3)
        let half = self.utf16("a\n🦆", isBig: true)
        #expect(#expect(throws: CSVRefusal.self) { try self.read(half.dropLast(2) + [0, 0x41]) }?.line == 2)
        #expect(#expect(throws: CSVRefusal.self) { try self.read(Array(half.dropLast(2))) }?.line == 2)
        #expect(#expect(throws: CSVRefusal.self) { try self.read(Array(half.dropLast(1))) }?.line == 2)
    }

    @Test func `sets a broken row aside and goes on with the next line`() throws {
        func broken(_ text: String) throws -> [String] {
            try self.read(Array(text.utf8)).map { record in
                switch record.content {
                case .cells(let cells): "\(record.line) \(cells.joined(separator: "|").prefix(20))"
                case .broken(let cell, let sentence): "\(record.line) cell \(cell): \(sentence.prefix(16))"
                }
            }
        }
        #expect(try broken("a,b\n1,\"x\"y\n2,z") == ["1 a|b", "2 cell 2: Text follows the", "3 2|z"])
        #expect(try broken("a\n\"x\ny") == ["1 a", "2 cell 1: The quote that o"])
        let long = String(repeating: "x", count: CSVRows.cellLimit + 1)
        #expect(try broken("a\n\(long)\n2") == ["1 a", "2 cell 1: This cell is lon", "3 2"])
        let many = String(repeating: ",", count: CSVRows.cellsLimit)
        #expect(try broken("a\n\(many)\n2") == ["1 a", "2 cell 101: This row has mor", "3 2"])
        let cell = String(repeating: "x", count: CSVRows.cellLimit)
        #expect(try broken("a\n\(cell),\(cell),\(cell),\(cell),x\n2") == ["1 a", "2 cell 5: This row is long", "3 2"])
    }

    @Test func `gives the same rows however the bytes are cut, for any bytes, within its limits`() throws {
        var random = SeededRandom(20)
        let alphabet: [UInt8] = Array("a,;\t\"\"\r\n \n,x".utf8) + [0xC3, 0xA9, 0xEB, 0x93, 0xF0, 0x9F, 0xA6, 0x86, 0]
        let heads: [[UInt8]] = [[], [], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], Array("sep=;\r\n".utf8)]
        var outcomes: Set<String> = []
        for _ in 0..<3_000 {
            let bytes =
                (heads.randomElement(using: &random) ?? [])
                + (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            func outcome(piece: Int) -> Result<[CSVRecord], CSVRefusal> {
                do throws(CSVRefusal) { return .success(try self.read(bytes, piece: piece)) } catch { return .failure(error) }
            }
            let whole = outcome(piece: .max)
            for piece in [1, 2, 7] { #expect(outcome(piece: piece) == whole, "\(bytes)") }
            switch whole {
            case .failure: outcomes.insert("refused")
            case .success(let records):
                outcomes.insert(records.contains { if case .broken = $0.content { true } else { false } } ? "broken" : "whole")
                #expect(records.map(\.line) == records.map(\.line).sorted())
            }
        }
        #expect(outcomes == ["refused", "broken", "whole"])
    }
}
