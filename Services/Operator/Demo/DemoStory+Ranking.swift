import Configuration

extension DemoStory {
    /// What the issuer writes down as the reason of the story's revocation.
    static let reason = "The assessment was found to be another learner's."
    /// The verifier's word for a credential that was taken back.
    static let revokedWord = "revoked"

    /// Waits until the story's role is ranked as it should be, with everybody who agreed.
    func rank(_ state: inout State) async throws {
        guard let role = self.role else { return }
        self.tell("a ranking for \(role.title)")
        let isLater = state.isRevokedBefore
        let expected = isLater ? self.folder.expected?.rankingAfterRevocation[role.code] : self.folder.expected?.ranking[role.code]
        let wanted = state.before == .changed ? nil : expected
        let look = self.looking(at: role, state)
        var last: (ranking: [DemoExpectation.Ranked], since: Duration)?
        let seen = try await self.clock.wait(atMost: self.patience.ranking, every: self.patience.pause, for: look) { view, elapsed in
            if let wanted { return view.map { DemoComparison.difference(of: $0.ranking, from: wanted) == nil } ?? false }
            guard let view else { return false }
            if last?.ranking != view.ranking { last = (view.ranking, elapsed) }
            return elapsed - (last?.since ?? elapsed) >= self.patience.quiet
        }
        let detail = isLater ? "as it is since the revocation" : ""
        state.outcome.lines.append(
            self.comparison.ranking("ranked: \(role.title)", seen.value?.ranking ?? [], of: wanted, detail: detail))
    }

    /// Revokes the story's credential, and waits until verifier and ranking know. One that is revoked already stays so.
    func revoke(_ state: inout State) async throws {
        guard let role = self.role else { return }
        let (plan, staff) = (self.folder.plan, self.staff)
        self.tell("\(plan.student)'s \(plan.achievement) is revoked")
        let credentials = try await self.site.credentials(of: plan.student, achievement: plan.achievement, as: staff)
        // One that was issued anew since, by people, is theirs.
        guard let credential = credentials.first(where: \.isRevoked) ?? credentials.first else {
            throw CommandFailure("\(plan.student) holds no \(plan.achievement) that could be revoked; is story.json right?")
        }
        let document = try await self.site.document(of: credential.id, as: staff)
        if !credential.isRevoked { try await self.site.revoke(credential.id, because: Self.reason, as: staff) }
        state.revoked = credential.id
        let wanted = state.before == .changed ? nil : self.folder.expected?.rankingAfterRevocation[role.code]
        let look = self.looking(at: role, state)
        let (clock, site, patience) = (self.clock, self.site, self.patience)
        async let verdict = clock.wait(atMost: patience.revocation, every: patience.pause) {
            try await Self.patiently { () async throws(SiteError) in try await site.headline(of: document) }
        } until: { word, _ in
            word == Self.revokedWord
        }
        async let ranking = clock.wait(atMost: patience.revocation, every: patience.pause, for: look) { view, _ in
            guard let view, !view.credentials.contains(credential.id) else { return false }
            return wanted.map { DemoComparison.difference(of: view.ranking, from: $0) == nil } ?? true
        }
        let (seen, gone) = (try await verdict, try await ranking)
        let isEarlier = credential.isRevoked
        state.outcome.lines.append(
            .init(
                label: "revoked, says the verifier", isAlwaysSo: true, seen: seen.value ?? "no answer",
                detail: isEarlier ? "since an earlier telling" : "after \(Stage.seconds(seen.time))",
                expected: seen.isReached ? nil : "\(Self.revokedWord) within \(Stage.seconds(patience.revocation))"))
        let proves = gone.value?.credentials.contains(credential.id) ?? true
        var line = self.comparison.ranking("ranked without it", gone.value?.ranking ?? [], of: wanted)
        if !isEarlier { line.detail += ", after \(Stage.seconds(gone.time))" }
        if proves { line.expected = "no place that it proves, within \(Stage.seconds(patience.revocation))" }
        state.outcome.lines.append(line)
    }

    /// The role that the story ranks.
    private var role: DemoRole? { self.folder.roles.first { $0.code == self.folder.plan.role } }

    /// A ranking as it is seen at one moment.
    struct RankingView: Sendable, Equatable {
        let ranking: [DemoExpectation.Ranked]
        /// All credentials that prove something in it.
        let credentials: Set<String>
    }

    /// Looks at a role's ranking; nil while the service has nothing to say yet.
    private func looking(at role: DemoRole, _ state: State) -> @Sendable () async throws -> RankingView? {
        let students = Dictionary(state.learners.map { ($0.value.person, $0.key) }) { first, _ in first }
        let (site, employer, id) = (self.site, self.employer(role.employer), state.roles[role.code] ?? "")
        return {
            let places = try await Self.patiently { () async throws(SiteError) in try await site.ranking(of: id, as: employer) }
            return places.map { places in
                RankingView(
                    ranking: places.map { .init(student: students[$0.person] ?? $0.person, points: $0.points, of: $0.of) },
                    credentials: places.reduce(into: []) { $0.formUnion($1.credentials) })
            }
        }
    }

    /// Nil for a refusal that may pass.
    private static func patiently<Value>(_ ask: () async throws(SiteError) -> Value) async throws -> Value? {
        do throws(SiteError) { return try await ask() } catch {
            guard error.isPassing else { throw error }
            return nil
        }
    }
}
