import Configuration

/// One stage of a long start, told with the time it is expected to take and the time it took.
struct Stage: Sendable {
    /// How often a stage that takes longer says that it goes on.
    static let tick = Duration.seconds(5)

    let name: String
    let expected: Duration
    let terminal: Terminal
    let clock: any Clock<Duration>
    /// How far it is, where that can be told.
    var progress: @Sendable () -> String? = { nil }

    /// Does the stage's work and tells of it.
    func run<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) async throws -> R { try await self.run(work, with: self.clock) }

    private func run<R: Sendable>(_ work: @escaping @Sendable () async throws -> R, with clock: some Clock<Duration>) async throws -> R {
        self.terminal.print("== \(self.name) (about \(Self.seconds(self.expected)))")
        let began = clock.now
        let result = try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    do { try await clock.sleep(for: Self.tick) } catch { return nil }  // the work is done
                    let elapsed = began.duration(to: clock.now)
                    let progress = self.progress().map { ", \($0)" } ?? ""
                    self.terminal.print("   \(self.name): \(Self.seconds(elapsed)) of about \(Self.seconds(self.expected))\(progress)")
                }
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
        self.terminal.print("== \(self.name): \(Self.seconds(began.duration(to: clock.now)))")
        return result
    }

    /// Seconds with one digit behind the point where that says something: `0.4 s`, `12 s`.
    static func seconds(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return tenths >= 100 || tenths % 10 == 0 ? "\((tenths + 5) / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
