extension DemoStory {
    /// How long the pathway service may take to hear of achievements.
    static let publishingPatience = Duration.seconds(60)

    /// Makes campuses, achievements, pathways and roles, or finds them.
    func publishCatalogue(_ state: inout State) async throws {
        let (college, staff) = (self.folder.college, self.staff)
        self.tell(
            "\(college.campuses.count) campuses, \(self.folder.achievements.count) achievements, \(self.folder.pathways.count) pathways, "
                + "\(self.folder.roles.count) roles")
        for campus in college.campuses {
            state.campuses[campus.code] = try await self.site.campus(code: campus.code, name: campus.name, as: staff)
        }
        for achievement in self.folder.achievements {
            if let id = try await self.site.achievement(code: achievement.code, college: college.number) {
                state.achievements[achievement.code] = id
                continue
            }
            let campus = achievement.campus.flatMap { code in
                state.campuses[code].map { (id: $0, name: college.campuses.first { $0.code == code }?.name ?? code) }
            }
            state.achievements[achievement.code] = try await self.site.publish(achievement: achievement.order(campus: campus), as: staff)
        }
        for pathway in self.folder.pathways {
            state.pathways[pathway.code] = try await self.publish(pathway, state.achievements, as: staff)
        }
        for role in self.folder.roles {
            state.roles[role.code] = try await self.site.post(role: role.order, as: self.employer(role.employer))
        }
    }

    /// A pathway is refused until its service has heard of the achievements that it names.
    private func publish(_ pathway: DemoPathway, _ ids: [String: String], as staff: SiteClient.Caller) async throws -> String {
        let order = pathway.order(ids: ids)
        let published = try await self.clock.wait(atMost: Self.publishingPatience, every: self.patience.pause) {
            () async throws -> Result<String, SiteError> in
            do throws(SiteError) { return .success(try await self.site.publish(pathway: order, as: staff)) } catch {
                guard error.code == "achievement-unknown" else { throw error }
                return .failure(error)
            }
        } until: { result, _ in
            if case .success = result { true } else { false }
        }
        return try published.value.get()
    }
}
