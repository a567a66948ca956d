import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import PathwayEngine
import Postgres

/// Works out anew how far learners are, and tells of what has changed.
///
/// It looks at what is the case, not at what happened: run twice, or late, it comes to the same. The learners are held (`hold`) by the transaction
/// before anything is read.
struct DerivingProgress: Sendable {
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Derives all progress of learners who are held.
    func derive(_ learners: [Learner], in transaction: borrowing Transaction) throws {
        if learners.isEmpty { return }
        let time = self.now()
        let held = try transaction.credentials(of: learners, at: time)
        let before = try transaction.progress(of: learners)
        let newest = try transaction.newestDefinitions(
            of: Set(learners.map(\.college)).sorted(), naming: Set(held.values.joined().map(\.achievement)).sorted(),
            or: Set(before.map(\.pathway)).sorted())
        let begun = try transaction.definitions(Self.editions(of: before, besides: newest))
        let definitions = Definitions(newest: newest, begun: begun)
        let known = Dictionary(grouping: before, by: \.learner)
        var changes: [(progress: Progress, verb: ProgressState.Verb)] = []
        for learner in Set(learners).sorted() {
            changes += self.changes(of: learner, holding: held[learner] ?? [], known: known[learner] ?? [], by: definitions, at: time)
        }
        if changes.isEmpty { return }
        try transaction.keep(changes.map(\.progress))
        try transaction.publish(changes.map { $0.progress.event($0.verb) })
    }

    private func changes(
        of learner: Learner, holding held: [HeldCredential], known: [Progress], by definitions: Definitions, at time: WallTime
    ) -> [(progress: Progress, verb: ProgressState.Verb)] {
        definitions.newest.filter { $0.college == learner.college }.compactMap { newest in
            let before = known.first { $0.pathway == newest.pathway }
            var definition = newest
            var audit = Audit(of: newest.requirement, with: held)
            if let own = before.flatMap({ definitions.edition($0.edition, of: newest.pathway) }) {
                // Who has nothing in the edition that she began loses nothing by going on with the newest.
                let ownAudit = Audit(of: own.requirement, with: held)
                if ownAudit.hasBegun { (definition, audit) = (own, ownAudit) }
            }
            guard before != nil || audit.hasBegun else { return nil }
            return Progress.next(
                after: before, of: learner, on: definition, by: audit, freshID: { ProgressID(self.random.newID(at: time)) }, at: time)
        }
    }

    private static func editions(of progress: [Progress], besides newest: [Definition]) -> [(pathway: PathwayID, edition: Int)] {
        let known = Dictionary(uniqueKeysWithValues: newest.map { ($0.pathway, $0.edition) })
        let older = Dictionary(grouping: progress.filter { known[$0.pathway] != $0.edition }, by: \.pathway)
        return older.sorted { $0.key < $1.key }.flatMap { pathway, progress in Set(progress.map(\.edition)).sorted().map { (pathway, $0) } }
    }

    /// The definitions that a batch is derived by.
    private struct Definitions {
        let newest: [Definition]
        let begun: [Definition]

        /// An edition before the newest; nil when it is the newest.
        func edition(_ edition: Int, of pathway: PathwayID) -> Definition? {
            self.begun.first { $0.pathway == pathway && $0.edition == edition }
        }
    }
}
