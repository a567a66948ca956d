import Glibc
import LinkedData
import LocalServers
import TestSupport
import Testing

@Suite struct `Canonical forms of random graphs` {
    static let seed: UInt64 = 20_261_125
    static let count = 2000
    /// A python with PyPI's pyoxigraph and PyLD; `deploy/dev test --all` makes it.
    static let python = getenv("RDF_PYTHON").map { String(cString: $0) }

    private static let peersAreHere: Bool = {
        if Self.python != nil || TestTier.isAll { return true }
        print("not here, so its tests are skipped: RDF_PYTHON, a python with pyoxigraph and PyLD (deploy/dev test --all makes it)")
        return false
    }()

    @Test(arguments: [RDFHashAlgorithm.sha256, .sha384])
    func `are the same for any labels and any order`(algorithm: RDFHashAlgorithm) throws {
        var random = SeededRandom(Self.seed)
        var canonicalizer = RDFCanonicalizer(algorithm)
        var refused = 0
        for number in 0..<Self.count {
            let graph = RandomGraph(&random)
            do {
                let form = try canonicalizer.canonicalize(RDFDataset(nquads: Array(graph.nquads.utf8)))
                let other = try canonicalizer.canonicalize(RDFDataset(nquads: Array(graph.disguised(&random).utf8)))
                #expect(form.nquads == other.nquads, "seed \(Self.seed), graph \(number): \(graph.nquads)")
                let again = try canonicalizer.canonicalize(RDFDataset(nquads: form.nquads))
                #expect(again.nquads == form.nquads, "seed \(Self.seed), graph \(number) is not canonical to itself")
            } catch is RDFCanonicalizationError {
                refused += 1
            }
        }
        print("random graphs, \(algorithm), seed \(Self.seed): \(Self.count) in two disguises each, \(refused) refused")
        #expect(refused < Self.count / 100)
    }

    /// Neither is asked where it is known to leave the specification's text: `RandomGraph` says where that is.
    @Test(.enabled(if: Self.peersAreHere))
    func `are those of pyoxigraph and PyLD`() async throws {
        let python = try #require(Self.python, "RDF_PYTHON is not set; deploy/dev test --all makes it")
        var random = SeededRandom(Self.seed)
        let graphs = (0..<Self.count).map { _ in RandomGraph(&random) }
        var command = Command(python, ["-B", SharedFiles.packageRoot + "/Tests/Peers/canonicalize.py"])
        command.input = Array(graphs.map(\.nquads).joined(separator: "# next\n").utf8)
        let answers = try await ChildProcess.run(command).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        try #require(answers.count == Self.count && answers.allSatisfy { $0.count == 2 })
        var asked = (pyoxigraph: 0, pyld: 0)
        var canonicalizer = RDFCanonicalizer(limits: RDFCanonicalizationLimits(maxDeepHashes: 1_000_000, maxDeepSteps: 100_000_000))
        for (number, graph) in graphs.enumerated() {
            let form = try canonicalizer.canonicalize(RDFDataset(nquads: Array(graph.nquads.utf8))).nquads
            let digest = RDFHashAlgorithm.sha256.digest(of: form).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let place: Comment = "seed \(Self.seed), graph \(number): \(graph.nquads)"
            if !graph.hasDoubleLinks {
                asked.pyoxigraph += 1
                #expect(answers[number][0] == digest, place)
            }
            if !graph.hasTwins {
                asked.pyld += 1
                #expect(answers[number][1] == digest, place)
            }
        }
        print("random graphs, seed \(Self.seed): as pyoxigraph \(asked.pyoxigraph), as PyLD \(asked.pyld) of \(Self.count)")
        #expect(asked.pyoxigraph > Self.count / 5 && asked.pyld > Self.count / 5)
    }
}
