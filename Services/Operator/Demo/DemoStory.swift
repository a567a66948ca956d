import Chassis
import CloudEvents
import Configuration
import Crypto
import Observability

/// The main job on a folder's data, through the site's own API: from a file of completions to a revocation that is seen everywhere.
///
/// Told again on the same site it makes nothing twice: what it would make is found, what it would revoke is revoked already, and its lines say so.
struct DemoStory: Sendable {
    let folder: DemoFolder
    let local: LocalSite
    let site: SiteClient
    /// Where it leaves its files: the folder of the stack.
    let output: String
    /// How much has been written to the outboxes of all services.
    let countEvents: @Sendable () async throws -> Int
    /// How much wallets hold.
    let countWallets: @Sendable (_ college: Int32) async throws -> WalletCount
    /// Whether anything is lost, doubled or foreign: a summary, and whether all is well. Nil leaves the line out.
    let check: (@Sendable () async throws -> (summary: String, isClean: Bool))?
    let terminal: Terminal
    /// How this program was called, for commands that people are to copy.
    var program = CommandLine.arguments.first ?? "cairn"
    var patience = StoryPatience()
    var clock: any Clock<Duration> = ContinuousClock()
    var now: @Sendable () -> WallTime = { WallTime.now() }

    /// How long its tokens are good for.
    static let tokenLife = Duration.seconds(3_600)

    /// What it has found or made so far.
    struct State {
        var outcome: StoryOutcome
        /// Ids by code.
        var campuses: [String: String] = [:]
        var achievements: [String: String] = [:]
        var pathways: [String: String] = [:]
        var roles: [String: String] = [:]
        /// Whether the story has been told here before, and if so whether anybody has changed anything since.
        var before = Before.never
        /// Whether an earlier telling revoked the credential that the story revokes.
        var isRevokedBefore = false
        /// What became of the file.
        var completions: Completions?
        /// Learners who are signed in, by student number.
        var learners: [String: Learner] = [:]
        /// The credential that is revoked, the item that serves as an example and whose it is, and the link to it.
        var revoked: String?
        var badge: (student: String, item: String)?
        var share: DemoRecord.Share?
    }

    /// What was on the stack when the story began.
    enum Before {
        /// Nothing of it.
        case never
        /// All of it, as an earlier telling left it.
        case told
        /// All of it, and what people have done since: what was expected once need not hold any more.
        case changed
    }

    /// A learner who is signed in.
    struct Learner {
        let caller: SiteClient.Caller
        let person: String
    }

    var comparison: DemoComparison { DemoComparison(expected: self.folder.expected) }

    /// Staff who may do all that the story takes.
    var staff: SiteClient.Caller {
        self.bearer(.staff(.init(college: self.folder.college.number, scopes: VisitorScopes.staff)))
    }

    /// An employer of the folder's roles.
    func employer(_ id: UUIDValue) -> SiteClient.Caller { self.bearer(.employer(id, scopes: VisitorScopes.employer)) }

    /// Tells all of it.
    func run() async throws -> StoryOutcome {
        var state = State(outcome: StoryOutcome(url: self.local.url))
        if let events = DemoRecord.formerEvents(in: self.output) {
            state.before = try await self.countEvents() == events ? .told : .changed
        }
        try await self.publishCatalogue(&state)
        try await self.bringCompletionsIn(&state)
        try await self.waitForWallets(&state)
        try await self.giveConsents(&state)
        try await self.rank(&state)
        try await self.revoke(&state)
        if let check {
            self.tell("cairn check")
            let result = try await check()
            state.outcome.lines.append(
                .init(
                    label: "cairn check", isAlwaysSo: true, seen: result.isClean ? "clean" : "not", detail: result.summary,
                    expected: result.isClean ? nil : "lost 0, double 0, foreign 0"))
        }
        try await self.share(&state)
        try await self.leaveFiles(&state)
        for persona in self.folder.plan.personas {
            guard let ticket = persona.ticket(campuses: state.campuses) else { continue }
            let link = self.local.link(ticket, at: self.now(), for: SignInTicket.longestLife, from: SystemRandom())
            state.outcome.personas.append(.init(name: persona.name, kind: persona.kind, say: persona.say, link: link))
        }
        // What people have changed since is not for the story to judge.
        if state.before == .changed { state.outcome.lines = state.outcome.lines.map { $0.asChangedSince } }
        return state.outcome
    }

    /// Says what comes next.
    func tell(_ step: String) { self.terminal.print("-- \(step)") }

    private func bearer(_ visitor: Visitor) -> SiteClient.Caller {
        .bearer(self.local.bearer(visitor, at: self.now(), for: Self.tokenLife))
    }
}
