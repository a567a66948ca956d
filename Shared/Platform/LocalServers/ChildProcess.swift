import Glibc
import Synchronization
import Threads

/// A program that runs beside this one and never outlives it.
///
/// A thread of its own starts it, waits for it and reaps it. The kernel's parent-death signal is tied to the *thread* that started the child;
/// that thread lives exactly as long as the child does, so the signal comes when this process ends, even by SIGKILL, and not before.
/// A `ChildProcess` that nobody holds runs on until it ends by itself or this process does.
public final class ChildProcess: Sendable {
    /// Its process id; also the id of its process group.
    public let id: Int32
    private let life: Life

    private init(id: Int32, life: Life) {
        self.id = id
        self.life = life
    }

    /// Starts a program.
    public static func start(_ command: Command) async throws(ChildProcessError) -> ChildProcess {
        let life = Life()
        let outcome: Result<Int32, ChildProcessError> = await withUnsafeContinuation { continuation in
            OSThread.start(name: "child") { Self.attend(command, life) { continuation.resume(returning: $0) } }
        }
        return ChildProcess(id: try outcome.get(), life: life)
    }

    /// Runs a program to its end; gives back what it wrote, its last `outputLimit` bytes. Anything but exit code 0 is an error.
    ///
    /// Cancelling the task ends the program only when that is wanted: cleaning up must go on in a task that was cancelled.
    @discardableResult
    public static func run(_ command: Command, endsWhenCancelled: Bool = false) async throws(ChildProcessError) -> String {
        let tail = Mutex("")
        var command = command
        command.output = .lines { line in
            tail.withLock { text in
                text += line + "\n"
                if text.utf8.count > 2 * Self.outputLimit { text = Self.end(of: text) }
            }
        }
        let child = try await Self.start(command)
        let ending = await withTaskCancellationHandler {
            await child.wait()
        } onCancel: {
            if endsWhenCancelled { child.send(.terminate) }
        }
        let output = Self.end(of: tail.withLock { $0 })
        guard ending == .exited(0) else { throw .failed(program: command.program, ending: ending, output: output) }
        return output
    }

    /// How much of a program's output is kept.
    public static let outputLimit = 1 << 20

    /// How it ended; nil while it runs.
    public var ending: Ending? { self.life.ending }

    /// Waits for its end.
    @discardableResult
    public func wait() async -> Ending {
        await self.life.wait()
    }

    /// Sends it a signal. Nothing happens when it has ended.
    public func send(_ signal: Signal) {
        self.life.ifRunning { kill(self.id, signal.rawValue) }
    }

    /// Asks it to end with a signal, waits, and kills it when the time is up.
    @discardableResult
    public func stop(_ signal: Signal = .terminate, grace: Duration = .seconds(10)) async -> Ending {
        self.send(signal)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await Task.sleep(for: grace) } catch { return }  // it has ended in time
                self.send(.kill)
            }
            let ending = await self.wait()
            group.cancelAll()
            return ending
        }
    }

    private static func end(of text: String) -> String {
        text.utf8.count <= Self.outputLimit ? text : String(decoding: Array(text.utf8.suffix(Self.outputLimit)), as: UTF8.self)
    }

    /// The thread's whole life: start, read, reap.
    private static func attend(_ command: Command, _ life: Life, answer: (Result<Int32, ChildProcessError>) -> Void) {
        let child: (id: pid_t, output: Int32?)
        do throws(ChildProcessError) {
            child = try Spawning(command: command).start()
        } catch {
            answer(.failure(error))
            return
        }
        answer(.success(child.id))
        if let output = child.output, case .lines(let take) = command.output { LineReader(descriptor: output).read(take) }
        life.reap(child.id)
    }
}
