import JSON

/// Why the proofs of a document do not make a set or chains (Data Integrity 1.0 §4.5).
enum ProofSetError: Error, Equatable, CustomStringConvertible {
    /// A proof builds on one that the document does not have.
    case missing(String)
    /// Two proofs have the id that another one builds on.
    case ambiguous(String)
    /// A proof builds, by however many steps, on itself.
    case cycle

    var description: String {
        switch self {
        case .missing(let id): "the document has no proof called \(id)"
        case .ambiguous(let id): "two proofs are called \(id)"
        case .cycle: "the proof builds on itself"
        }
    }
}

/// All proofs of a document. Those that name others as previous make chains; the rest stand side by side.
struct ProofSet {
    let proofs: [JSON]

    init(_ proofs: [JSON]) {
        self.proofs = proofs
    }

    /// The proofs of these ids, whole and in the document's order (Data Integrity 1.0 §4.5 step 3.2).
    func proofs(named ids: [String]) throws(ProofSetError) -> [JSON] {
        try self.places(named: ids).map { self.proofs[$0] }
    }

    /// Where the proofs of these ids stand, in order.
    func places(named ids: [String]) throws(ProofSetError) -> [Int] {
        var places: Set<Int> = []
        for id in ids {
            let hits = self.proofs.indices.filter { self.proofs[$0]["id"]?.string == id }
            guard let place = hits.first else { throw .missing(id) }
            guard hits.count == 1 else { throw .ambiguous(id) }
            places.insert(place)
        }
        return places.sorted()
    }

    /// For each proof the places of those that it builds on, or why there are none. `previous` holds the ids that each one names.
    func links(_ previous: [[String]]) -> [Result<[Int], ProofSetError>] {
        var links = previous.map { ids in Result { () throws(ProofSetError) in try self.places(named: ids) } }
        for place in self.cyclic(links) { links[place] = .failure(.cycle) }
        return links
    }

    /// The places in an order in which each comes after all that it builds on; one without links comes at once.
    func order(_ links: [Result<[Int], ProofSetError>]) -> [Int] {
        var (done, order): (Set<Int>, [Int]) = ([], [])
        while let next = self.proofs.indices.first(where: { !done.contains($0) && Self.isReady($0, links, done) }) {
            done.insert(next)
            order.append(next)
        }
        return order
    }

    private static func isReady(_ place: Int, _ links: [Result<[Int], ProofSetError>], _ done: Set<Int>) -> Bool {
        guard case .success(let earlier) = links[place] else { return true }
        return earlier.allSatisfy(done.contains)
    }

    /// The places from which a way along the links leads back to them. Their number is bounded by the verifier's limit.
    private func cyclic(_ links: [Result<[Int], ProofSetError>]) -> [Int] {
        self.proofs.indices.filter { start in
            var (seen, waiting): (Set<Int>, [Int]) = ([], [start])
            while let place = waiting.popLast() {
                guard case .success(let earlier) = links[place] else { continue }
                if earlier.contains(start) { return true }
                waiting += earlier.filter { seen.insert($0).inserted }
            }
            return false
        }
    }
}
