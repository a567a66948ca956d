import Configuration

/// Replaces processes of services one after the other: where several of a service answer requests, each request gets its answer meanwhile.
///
/// One process of every service at a time: out of the site's upstreams by a reload, which returns when what it had taken is answered; stopped,
/// started anew, ready; and in again with the reload that takes the next ones out. What carries events comes last.
struct RollingRestart: Sendable {
    let site: StackSite
    let reload: SiteReload
    let ports: StackPorts
    let readiness: Readiness
    /// All that run, also those that are not to be replaced.
    let running: [ServiceProcess: Keeper]

    /// Replaces these. When one does not come back, it stays out of the upstreams, and those after it are left as they are.
    func replace(_ processes: [ServiceProcess]) async throws {
        let all = self.running.keys.filter(\.answersRequests)
        var asked = Set(all)
        for (_, wave) in Dictionary(grouping: processes, by: \.number).sorted(by: { $0.key < $1.key }) {
            let others = Set(all.filter { !wave.contains($0) || self.isAlone($0) })
            if others != asked { try await self.send(requestsTo: others) }
            asked = others
            try await withThrowingTaskGroup(of: Void.self) { group in
                for process in wave { group.addTask { try await self.replace(process) } }
                try await group.waitForAll()
            }
        }
        if asked != Set(all) { try await self.send(requestsTo: Set(all)) }
    }

    /// Whether no other process of its service answers requests.
    private func isAlone(_ process: ServiceProcess) -> Bool {
        !self.running.keys.contains { $0 != process && $0.service == process.service && $0.answersRequests }
    }

    private func replace(_ process: ServiceProcess) async throws {
        guard let keeper = self.running[process] else { preconditionFailure("only what runs is replaced") }
        await keeper.renew()
        try await self.readiness.wait(for: keeper, at: HealthProbe(port: self.ports.operations(of: process), path: "/health/ready"))
    }

    private func send(requestsTo processes: Set<ServiceProcess>) async throws {
        try self.site.send(requestsTo: Array(processes))
        try await self.reload.run()
    }
}
