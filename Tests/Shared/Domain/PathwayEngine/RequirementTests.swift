import CloudEvents
import Events
import JSON
import PathwayEngine
import Testing

@Suite struct `A requirement` {
    private func reading(_ json: JSON) throws -> Requirement { try JSONDocument(parsing: json.bytes()).decode(Requirement.self) }

    private func faults(_ json: JSON) -> [String] {
        do {
            _ = try self.reading(json)
            return []
        } catch let error as JSONDecodingError {
            return error.issues.map(\.pointer.description)
        } catch {
            return ["\(error)"]
        }
    }

    private var one: JSON { leaf(1).json }

    @Test func `is written as it is read`() throws {
        let requirement = Requirement.all([
            leaf(1), .any([leaf(2), .all([leaf(3), leaf(4)])]), .some([leaf(5), leaf(6), leaf(7)], atLeast: 2),
        ])
        #expect(try self.reading(requirement.json) == requirement)
        #expect(requirement.leaves == (1...7).map { achievement($0) })
        #expect(requirement.stages.count == 3)
        #expect(Requirement.all([.all([leaf(1), leaf(2)]), leaf(3)]).stages == [leaf(1), leaf(2), leaf(3)])
    }

    @Test func `names what is wrong by its pointer`() {
        #expect(self.faults(["all": []]) == ["/all"])
        #expect(self.faults(["any": [self.one, ["all": []]]]) == ["/any/1/all"])
        #expect(self.faults(["some": [self.one], "atLeast": 2]) == ["/atLeast"])
        #expect(self.faults(["some": [self.one], "atLeast": 0]) == ["/atLeast"])
        #expect(self.faults(["some": [self.one]]) == ["/atLeast"])
        #expect(self.faults(["all": [self.one, ["achievement": "x"]]]) == ["/all/1/achievement"])
        #expect(self.faults(["all": [self.one], "any": [self.one]]) == [""])
        #expect(self.faults(["all": ["one"]]) == ["/all/0"])
        #expect(self.faults(["all": [self.one], "atLeast": 1]) == ["/atLeast"])
        #expect(self.faults([:]) == [""])
        #expect(self.faults("all") == [""])
    }

    @Test func `is nested at most eight deep`() {
        func nested(_ depth: Int) -> JSON { depth == 1 ? self.one : ["all": [nested(depth - 1)]] }
        #expect(self.faults(nested(Requirement.depthLimit)) == [])
        #expect(self.faults(nested(Requirement.depthLimit + 1)) == [String(repeating: "/all/0", count: 8)])
    }

    @Test func `names at most five hundred achievements`() {
        func wide(_ count: Int) -> JSON { ["any": .array((0..<count).map { leaf(UInt64($0)).json })] }
        #expect(self.faults(wide(Requirement.leafLimit)) == [])
        #expect(self.faults(wide(Requirement.leafLimit + 1)) == ["/any/500"])
    }
}
