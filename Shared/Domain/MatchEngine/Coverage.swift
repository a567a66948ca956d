/// How much of a role somebody's credentials show, and which credential shows what.
public struct Coverage<Proof: Sendable & Hashable & Comparable>: Sendable, Hashable {
    /// A skill that a credential shows.
    public struct Showing: Sendable, Hashable {
        /// The credential.
        public let proof: Proof
        /// The framework of the skill.
        public let framework: String
        /// Its code there.
        public let code: String
        /// The level that is shown, if it says one.
        public let level: String?

        /// A showing from its parts.
        public init(_ proof: Proof, framework: String, code: String, level: String? = nil) {
            self.proof = proof
            self.framework = framework
            self.code = code
            self.level = level
        }
    }

    /// One requirement and what meets it.
    public struct Row: Sendable, Hashable {
        /// What is asked for.
        public let requirement: Requirement
        /// The credential that shows it; nil when none does. Of several the least one, so that the answer is always the same.
        public let proof: Proof?
    }

    /// Every requirement, in the role's order.
    public let rows: [Row]

    /// What these showings cover of a role.
    public init(of requirements: [Requirement], by showings: [Showing]) {
        let bySkill = Dictionary(grouping: showings) { [$0.framework, $0.code] }
        self.rows = requirements.map { requirement in
            let proofs = bySkill[[requirement.framework, requirement.code]] ?? []
            return Row(requirement: requirement, proof: proofs.filter { requirement.isMet(at: $0.level) }.map(\.proof).min())
        }
    }

    /// The importance of what is covered; a skill counts once, however many credentials show it.
    public var points: Int { self.rows.filter { $0.proof != nil }.map(\.requirement.importance).reduce(0, +) }

    /// The importance of all.
    public var total: Int { self.rows.map(\.requirement.importance).reduce(0, +) }

    /// Requirements without which nobody can fill the role, and that nothing shows.
    public var missingMusts: [Requirement] { self.rows.filter { $0.proof == nil && $0.requirement.isMust }.map(\.requirement) }
}
