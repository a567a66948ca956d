import Configuration
import JSON

extension LocalStack {
    /// How long the story takes, for those who wait.
    static let storyTime = Duration.seconds(15)

    /// Tells the story of a folder on this stack, and lets the issuer know the people whose campuses it has made. Nil when it broke off; why is said.
    func tell(_ demo: DemoFolder, _ description: StackDescription, restarting restart: RollingRestart) async throws -> StoryOutcome? {
        let outcome: StoryOutcome
        do {
            outcome = try await self.stage("the story", Self.storyTime) {
                try await DemoCommand.tell(
                    demo, local: LocalSite(url: self.ports.url, key: self.secrets.localKey), output: self.folder.path,
                    checkAddresses: CheckAddresses(byService: description.checkAddresses), terminal: self.terminal)
            }
        } catch let error where !(error is StackStopped) {
            // What was started goes on, so that one can look at what is wrong.
            self.terminal.printError("The story broke off: \(error)")
            return nil
        }
        try await self.letIn(
            try Personas.read(from: demo.path).knowing(campuses: Personas.campuses(in: self.folder)), restarting: restart)
        return outcome
    }

    /// Tells the issuer of people whose campuses were not known when it started.
    private func letIn(_ personas: Personas, restarting restart: RollingRestart) async throws {
        let text = personas.json.pretty()
        guard try InputFile(self.folder.personas, limit: Personas.bytesLimit).bytes != Array(text.utf8) else { return }
        try PrivateFile.write(text, to: self.folder.personas)
        let issuers = self.processes.filter { $0.service.name == "issuer" && $0.answersRequests }
        try await self.unlessStopped { try await restart.replace(issuers) }
    }
}
