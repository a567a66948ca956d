/// Finds what somebody probably meant.
enum NearestWord {
    /// Words that are longer are compared with nothing.
    static let limit = 100

    /// The known word that the fewest changes lead to; nil when none is near. A change adds, drops or replaces a letter.
    static func of(_ word: String, in known: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        guard !letters.isEmpty, letters.count <= Self.limit else { return nil }
        let most = max(1, letters.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let other = Array(candidate.lowercased())
            guard abs(other.count - letters.count) <= most else { continue }
            let distance = Self.distance(letters, other)
            if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
