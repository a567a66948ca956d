import CloudEvents
import Crypto
import JSON
import Observability

extension DemoStory {
    /// How long a shared link lasts.
    static let shareLife = Duration.seconds(30 * 86_400)

    /// Signs the learners of consents.csv in, each with a link of her own, and gives the consents that were never given.
    func giveConsents(_ state: inout State) async throws {
        self.tell("\(self.folder.consents.count) consents, each given by its learner")
        var (given, standing) = (0, 0)
        for consent in self.folder.consents {
            let learner = try await self.learner(consent.student, &state)
            let now = self.now()
            // One that she has withdrawn since, or that has ended, is hers to give again.
            if let known = try await self.site.consents(to: consent.employer, for: consent.purpose, at: now, as: learner.caller) {
                if known { standing += 1 }
            } else {
                let until = now + .seconds(consent.days * 86_400)
                try await self.site.consent(to: consent.employer, for: consent.purpose, until: until, as: learner.caller)
                given += 1
            }
        }
        let detail = standing == 0 ? "" : "\(ProgressText.grouped(standing)) of them earlier"
        state.outcome.lines.append(.init(label: "consents given", seen: ProgressText.grouped(given + standing), detail: detail))
    }

    /// A learner who is signed in; signs her in when she is not.
    func learner(_ student: String, _ state: inout State) async throws -> Learner {
        if let known = state.learners[student] { return known }
        let ticket = SignInTicket(bearer: .learner(college: self.folder.college.number, student: student))
        let token = self.local.ticket(ticket, at: self.now(), for: Self.tokenLife, from: SystemRandom())
        let caller = try await self.site.signIn(by: token)
        let learner = Learner(caller: caller, person: try await self.site.me(as: caller))
        state.learners[student] = learner
        return learner
    }

    /// Has one credential shared. A site that does not let that happen makes a line that does not hold, and hides none of the lines before.
    func share(_ state: inout State) async throws {
        do {
            try await self.shareOne(&state)
        } catch let error as SiteError {
            state.outcome.lines.append(.init(label: "credential shared", seen: "no", expected: "a link; \(error)"))
        }
    }

    /// Has the first learner among the personas share one credential that holds. The link of an earlier telling serves again while it opens.
    private func shareOne(_ state: inout State) async throws {
        guard let persona = self.folder.plan.personas.first(where: { $0.student != nil }), let student = persona.student else { return }
        self.tell("one credential is shared")
        let learner = try await self.learner(student, &state)
        if let former = DemoRecord.formerShare(in: self.output), former.student == student,
            try await self.site.opens(share: former.id, as: learner.caller)
        {
            state.share = former
            state.badge = (student, former.item)
        } else if let item = try await self.site.items(as: learner.caller).first(where: { $0["state"] == "active" })?["id"]?.string {
            state.badge = (student, item)
            let until = self.now() + Self.shareLife
            let link = try await self.site.share(item, until: until, name: persona.name, as: learner.caller)
            state.share = .init(student: student, item: item, id: link.id, url: link.url)
        }
        state.outcome.shared = state.share?.url
    }
}
