import Crypto

/// A source that always gives the same bytes: its own, over and over.
struct FixedRandom: RandomSource {
    let pattern: [UInt8]

    func bytes(count: Int) -> [UInt8] {
        (0..<count).map { self.pattern[$0 % self.pattern.count] }
    }
}
