import Credentials
import JSON
import Testing

@Suite struct `A signed badge` {
    @Test func `is not valid with any byte changed, left out or doubled, and no input stops the verifier`() throws {
        let story = try Story()
        let bytes = try story.signed().bytes()
        var context = try story.context()
        let bits = KnownStatusList(id: Story.list, issuer: story.did.description, purpose: "revocation", bits: story.bits)
        context.statusLists[Story.list] = StatusListCopy(known: bits, takenAt: Story.now)
        let known = context
        func overall(_ bytes: [UInt8]) -> Verdict.Overall { Verification(of: bytes, at: Story.now, in: known).verdict().overall }
        #expect(overall(bytes) == .valid)
        for place in stride(from: 0, to: bytes.count, by: 11) {
            var (flipped, shorter, longer) = (bytes, bytes, bytes)
            flipped[place] ^= UInt8(1) << UInt8(place % 7)
            shorter.remove(at: place)
            longer.insert(bytes[place], at: place)
            #expect(overall(flipped) != .valid, "byte \(place) changed")
            #expect(overall(shorter) != .valid, "byte \(place) left out")
            #expect(overall(longer) != .valid, "byte \(place) doubled")
            #expect(overall(Array(bytes[..<place])) != .valid, "cut at \(place)")
        }
    }

    @Test func `is valid in any order of members and with any white space`() throws {
        let story = try Story()
        let signed = try #require(try story.signed().object)
        let reversed = JSONObject(distinctReversed: signed)
        #expect(try story.verdict(of: .object(reversed)).overall == .valid)
        let spaced = Array(JSON.object(signed).pretty().utf8)
        #expect(Verification(of: spaced, at: Story.now, in: try story.context()).verdict().overall == .valid)
    }

    @Test func `larger than the limit is not read`() throws {
        let story = try Story()
        var context = try story.context()
        let bytes = try story.signed().bytes()
        context.limits.credentialBytes = bytes.count
        #expect(Verification(of: bytes, at: Story.now, in: context).verdict().overall == .valid)
        context.limits.credentialBytes = bytes.count - 1
        let verdict = Verification(of: bytes, at: Story.now, in: context).verdict()
        #expect(verdict.outcome(of: .format)?.isFailed == false)
        #expect(verdict.reason(.format) == .tooLarge)
        #expect(verdict.overall == .unchecked)
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(Verification(of: deep, at: Story.now, in: VerificationContext()).verdict().overall == .unchecked)
    }
}

extension JSONObject {
    /// The same members, the last one first.
    fileprivate init(distinctReversed object: JSONObject) {
        self.init()
        for (name, value) in object.reversed() { self.append(name, value) }
    }
}
