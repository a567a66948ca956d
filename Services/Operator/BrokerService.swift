import Configuration
import Glibc
import Kafka
import Observability
import ServiceLifecycle

/// The embedded broker as a service: tells where it is when all topics are there, and takes that back at the end.
struct BrokerService: Service {
    let broker: EmbeddedBroker
    let path: String
    let startedAt: WallTime
    let topics: Int
    let terminal: Terminal

    /// Serves until it is told to stop.
    func run() async throws {
        try BrokerFile(address: self.broker.address, logID: self.broker.logID, startedAt: self.startedAt).write(path: self.path)
        for line in self.banner { self.terminal.print(line) }
        // Cancelled or asked: the end is the same.
        do { try await gracefulShutdown() } catch {}
        self.removeFile()
        await self.broker.stop()
        self.terminal.print("The broker has ended.")
    }

    private var banner: [String] {
        let mebibytes = EmbeddedBroker.partitionBytesLimit >> 20
        return [
            "A Kafka broker for trying out: MEMORY ONLY.",
            "  When it ends, what it holds is gone. No event is lost by that: PostgreSQL is the truth, and the services",
            "  take the next broker's log for a new one and fill it again from their databases.",
            "  A partition holds \(mebibytes) MiB; older records are dropped.", "",
            "  address   \(self.broker.address)", "  log       \(self.broker.logID)", "  topics    \(self.topics)",
            "  file      \(self.path)", "", "Ctrl-C ends it.",
        ]
    }

    /// Only while it is this broker's: another may have written its own since.
    private func removeFile() {
        do throws(KafkaError) {
            if try BrokerFile(path: self.path).logID == self.broker.logID { unlink(self.path) }
        } catch {
            self.terminal.printError("\(error)")
        }
    }
}
