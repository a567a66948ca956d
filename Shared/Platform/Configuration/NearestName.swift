/// Finds the name that somebody probably meant.
public enum NearestName {
    /// `; did you mean "port"?`, or nothing when no name is near.
    static func hint(for name: String, among known: some Sequence<String>) -> String {
        guard let nearest = Self.find(name, among: known) else { return "" }
        return "; did you mean \"\(nearest)\"?"
    }

    /// The known name with the fewest slips of the pen to the given one, capitals or not; nil when none is near.
    ///
    /// Near is up to a third of its letters, but no more than two and one for each twelve; only the first 80 letters are compared.
    public static func find(_ name: String, among known: some Sequence<String>) -> String? {
        let letters = Array(name.lowercased().unicodeScalars.prefix(80))
        let limit = max(1, min(2 + letters.count / 12, letters.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in known {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(80))
            // As many letters as one is longer must be slips.
            guard abs(other.count - letters.count) <= limit else { continue }
            let distance = Self.distance(letters, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many letters to insert, drop, change or swap with their neighbour make one name of the other (Damerau and Levenshtein).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(current[column] + 1, last[column + 1] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other { cost = min(cost, beforeLast[column - 1] + 1) }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
