import Dispatch
import Glibc

/// The signals that the process is sent, as a stream.
///
/// While it lives, the signals it names no longer end the process.
public struct UnixSignals: AsyncSequence, Sendable {
    private let stream: AsyncStream<Int32>

    /// Traps the signals with these numbers.
    public init(_ signals: [Int32]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(8))
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.activate()
            return Source(source)
        }
        continuation.onTermination = { _ in
            for source in sources { source.cancel() }
        }
        self.stream = stream
    }

    /// Waits for the next signal.
    public func makeAsyncIterator() -> AsyncStream<Int32>.Iterator {
        self.stream.makeAsyncIterator()
    }

    private final class Source: @unchecked Sendable {  // a dispatch source may be cancelled from any thread
        private let source: any DispatchSourceSignal

        init(_ source: any DispatchSourceSignal) {
            self.source = source
        }

        func cancel() {
            self.source.cancel()
        }
    }
}
