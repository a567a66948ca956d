/// Formats a node's folder when it is new, starts the node and waits until it serves.
struct KafkaStart: Sendable {
    private static let pause = Duration.milliseconds(100)

    let folder: KafkaFolder
    let java: String
    let home: String
    let settings: [String: String]
    let heapMegabytes: Int
    let port: Int?

    /// With the ports it had, if there are any; with others when one of them is taken and `mayChoose` allows it.
    func run(_ saved: KafkaPorts?, mayChoose: Bool = true) async throws(KafkaServerError) -> (ChildProcess, KafkaPorts) {
        var ports = saved
        if let known = saved, let port = self.port, known.broker != port { ports = nil }
        var attempt = 1
        while true {
            let chosen: KafkaPorts
            if let ports { chosen = ports } else { chosen = try .free(broker: self.port) }
            do {
                return (try await self.attempt(chosen), chosen)
            } catch {
                guard mayChoose, attempt < KafkaServer.startAttempts, Self.isTakenPort(error) else { throw error }
            }
            ports = nil
            attempt += 1
        }
    }

    private func attempt(_ ports: KafkaPorts) async throws(KafkaServerError) -> ChildProcess {
        try self.folder.write(ports, self.settings)
        if !self.folder.isFormatted { try await self.format() }
        let logStart = self.folder.logLength()
        var command = self.command(
            ["-Xmx\(self.heapMegabytes)m", "-XX:+ExitOnOutOfMemoryError", "-Dlog4j2.configurationFile=file:\(self.folder.log4j2)"]
                + ["-Dlog4j.configuration=file:\(self.folder.log4j)"],
            "kafka.Kafka", [self.folder.properties])
        command.output = .appended(to: self.folder.log)
        let child: ChildProcess
        do { child = try await ChildProcess.start(command) } catch { throw .program(error) }
        do {
            try await self.waitUntilReady(child, logStart)
        } catch {
            await child.stop(.kill)
            throw error
        }
        return child
    }

    private func waitUntilReady(_ child: ChildProcess, _ logStart: Int) async throws(KafkaServerError) {
        let clock = ContinuousClock()
        let deadline = clock.now + KafkaServer.startLimit
        while true {
            let log = self.folder.newestLog(since: logStart)
            if let ending = child.ending {
                throw log.contains("UnsupportedClassVersionError") ? .oldJava : .ended(ending, log: log)
            }
            if log.contains(KafkaProperties.startedLine) { return }
            guard clock.now < deadline else { throw .notReady(after: KafkaServer.startLimit, log: log) }
            do { try await Task.sleep(for: Self.pause) } catch { throw .cancelled }
        }
    }

    private func format() async throws(KafkaServerError) {
        let command = self.command(
            ["-Xmx128m", "-Dlog4j2.configurationFile=file:\(self.folder.log4j2)", "-Dlog4j.configuration=file:\(self.folder.log4j)"],
            "kafka.tools.StorageTool", ["format", "-t", Self.newClusterID(), "-c", self.folder.properties])
        do {
            try await ChildProcess.run(command)
        } catch {
            if case .failed(_, _, let output) = error, output.contains("UnsupportedClassVersionError") { throw .oldJava }
            throw .program(error)
        }
    }

    private func command(_ options: [String], _ main: String, _ arguments: [String]) -> Command {
        let common = ["-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.awt.headless=true", "-Djava.net.preferIPv4Stack=true"]
        var command = Command(self.java, options + common + ["-cp", "\(self.home)/libs/*", main] + arguments)
        command.folder = self.folder.path
        return command
    }

    /// Kafka's form of a UUID: 16 bytes in base64url (RFC 4648 section 5) without padding. Never one that begins with a dash, which the tool would
    /// take for an option. From the system's generator: nobody has to be able to repeat it.
    private static func newClusterID() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
        let first = String(alphabet[Int.random(in: 0..<26)])
        let middle = String((0..<20).map { _ in alphabet[Int.random(in: 0..<64)] })
        return first + middle + String(alphabet[Int.random(in: 0..<4) * 16])  // 128 bits: the last character holds two of them
    }

    private static func isTakenPort(_ error: KafkaServerError) -> Bool {
        guard case .ended(_, let log) = error else { return false }
        return log.contains("Address already in use") || log.contains("BindException")
    }
}
