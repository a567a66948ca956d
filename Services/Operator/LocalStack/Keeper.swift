import LocalServers
import Synchronization

/// Keeps a part of the stack alive: starts it again when it ends though nobody asked it to, after a pause that grows.
final class Keeper: Sendable {
    /// The pause before the first new start, and the longest.
    static let pauses: ClosedRange<Duration> = .milliseconds(500) ... .seconds(30)
    /// Whoever has lived so long is sound, and begins with the first pause again.
    static let soundAge = Duration.seconds(60)

    let part: any StackPart
    private let say: @Sendable (String) -> Void
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    private struct State {
        var isStopping = false
        var isRenewing = false
        var ends = 0
    }

    init(_ part: any StackPart, say: @escaping @Sendable (String) -> Void, clock: any Clock<Duration>) {
        self.part = part
        self.say = say
        self.clock = clock
    }

    /// How often it has ended unasked.
    var ends: Int { self.state.withLock { $0.ends } }

    /// Watches a part that has been started, until `stop`.
    func run() async { await self.watch(with: self.clock) }

    private func watch(with clock: some Clock<Duration>) async {
        var pause = Self.pauses.lowerBound
        while true {
            let began = clock.now
            let ending = await self.part.ended()
            if self.isStopping { return }
            if began.duration(to: clock.now) >= Self.soundAge { pause = Self.pauses.lowerBound }
            var wait = Duration.zero
            if !self.takeRenewal() {
                self.say("\(self.part.name) \(ending); it starts again in \(Stage.seconds(pause)) (log: \(self.part.log))")
                wait = pause
            }
            while true {
                do { try await clock.sleep(for: wait) } catch { return }  // nobody needs it any more
                if self.isStopping { return }
                pause = min(pause * 2, Self.pauses.upperBound)
                wait = pause
                do {
                    try await self.part.start()
                    break
                } catch {
                    self.say("\(self.part.name) does not start: \(error); another try in \(Stage.seconds(wait))")
                }
            }
            // Asked to stop while it was starting: whoever asked has stopped the one before it.
            if self.isStopping { return await self.part.stop() }
        }
    }

    /// Ends the part so that it starts again at once, without a line: it is to read its settings anew.
    func renew() async {
        self.state.withLock { $0.isRenewing = true }
        await self.part.stop()
    }

    /// Whether it has ended because it was asked to start again; else that is one end more.
    private func takeRenewal() -> Bool {
        self.state.withLock { state in
            defer { state.isRenewing = false }
            if !state.isRenewing { state.ends += 1 }
            return state.isRenewing
        }
    }

    /// Ends the part for good.
    func stop() async {
        self.state.withLock { $0.isStopping = true }
        await self.part.stop()
    }

    private var isStopping: Bool { self.state.withLock { $0.isStopping } }

    /// Keeps parts that have been started alive while a closure runs, and ends them all at once after it, however it ends.
    static func keeping<R: Sendable>(_ keepers: [Keeper], while body: () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for keeper in keepers { group.addTask { await keeper.run() } }
            let result: Result<R, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await withTaskGroup(of: Void.self) { stopping in
                for keeper in keepers { stopping.addTask { await keeper.stop() } }
            }
            group.cancelAll()
            return try result.get()
        }
    }
}
