import Configuration
import TestSupport
import Testing

@Suite struct `The YAML reader, fed with broken files` {
    /// libyaml is C: what counts is that every file ends in a value or an error, whatever stands in it. The seed makes a failure repeatable.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `ends in a value or an error with a place`(seed: UInt64) throws {
        let file = try SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/topics.yaml")
        var generator = Sequence(state: seed)
        let pieces: [[UInt8]] =
            [
                "\t", "\n", ": ", "- ", "[", "]", "{", "}", "'", "\"", "|", ">", "&a", "*a", "!!x", "%", "---\n", "...", "\u{0}",
                "\u{FEFF}", "? ",
            ]
            .map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]
        var values = 0
        for _ in 0..<1_500 {
            var bytes = file
            for _ in 0...generator.next(below: 3) {
                let place = generator.next(below: bytes.count)
                switch generator.next(below: 3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(contentsOf: pieces[generator.next(below: pieces.count)], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + generator.next(below: 200)))
                }
            }
            do throws(YAMLError) {
                _ = try YAMLDocument(parsing: bytes)
                values += 1
            } catch {
                #expect(error.place.line >= 1 && error.place.column >= 1 && !error.message.isEmpty)
            }
        }
        #expect(values > 100 && values < 1_400)
    }

    private struct Sequence {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(self.state >> 33) % limit
        }
    }
}
