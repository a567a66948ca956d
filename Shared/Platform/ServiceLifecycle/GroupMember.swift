/// One service of a group, with a request to stop of its own.
final class GroupMember: Sendable {
    private let service: any Service
    private let request = ShutdownRequest()
    private let cut = ShutdownRequest()
    private let ended = ShutdownRequest()

    init(service: any Service) {
        self.service = service
    }

    /// Runs the service to its end; `cut` cancels it.
    func run() async -> Ending {
        let ending = await withTaskGroup(of: Ending.self) { group in
            group.addTask { await self.serve() }
            group.addTask {
                await self.cut.wait()
                return .cancelled
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            if case .cancelled = first { return await group.next() ?? first }
            return first
        }
        self.ended.make()
        return ending
    }

    /// Asks the service to stop and waits for it; cancels it when the time is up.
    func stop(within grace: Duration) async {
        self.request.make()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.ended.wait() }
            group.addTask {
                do { try await Task.sleep(for: grace) } catch { return }  // cancelled: it has ended in time
                self.cut.make()
            }
            await group.next()
            group.cancelAll()
        }
        await self.ended.wait()
    }

    private func serve() async -> Ending {
        do {
            try await ShutdownRequest.$current.withValue(self.request) { try await self.service.run() }
        } catch is CancellationError where Task.isCancelled {
            return .cancelled
        } catch {
            return .failed(error)
        }
        if self.request.isMade { return .stopped }
        return Task.isCancelled ? .cancelled : .failed(EndedEarly(service: "\(type(of: self.service))"))
    }
}
