import Glibc

/// The folder of a node: its data, its configuration, its log and the ports that it keeps.
struct KafkaFolder: Sendable {
    let path: String

    var data: String { self.path + "/data" }
    var log: String { self.path + "/log" }
    var properties: String { self.path + "/server.properties" }
    var log4j: String { self.path + "/log4j.properties" }
    var log4j2: String { self.path + "/log4j2.properties" }
    private var portsFile: String { self.path + "/ports" }

    /// Whether the data have been formatted; Kafka writes this file last.
    var isFormatted: Bool { access(self.data + "/meta.properties", R_OK) == 0 }

    static func holdsJars(_ home: String) -> Bool {
        guard let folder = opendir(home + "/libs") else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("kafka_"), name.hasSuffix(".jar") { return true }
        }
        return false
    }

    func make() throws(KafkaServerError) {
        var path = self.path.hasPrefix("/") ? "" : "."
        for name in self.path.split(separator: "/") {
            path += "/\(name)"
            if mkdir(path, 0o755) != 0, errno != EEXIST { throw Self.refused(path) }
        }
    }

    func savedPorts() -> KafkaPorts? {
        let numbers = self.contents(self.portsFile)?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard let numbers, numbers.count == 2 else { return nil }
        return KafkaPorts(broker: numbers[0], controller: numbers[1])
    }

    /// Writes what the node reads at its start.
    func write(_ ports: KafkaPorts, _ settings: [String: String]) throws(KafkaServerError) {
        try self.write("\(ports.broker) \(ports.controller)\n", to: self.portsFile)
        let all = KafkaProperties.singleNode(ports, data: self.data).merging(settings) { $1 }
        try self.write(all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined(), to: self.properties)
        try self.write(KafkaProperties.log4j, to: self.log4j)
        try self.write(KafkaProperties.log4j2, to: self.log4j2)
    }

    /// How long the log is now.
    func logLength() -> Int {
        var facts = stat()
        return stat(self.log, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// The last 16 kB of the log, nothing from before a place in it.
    func newestLog(since start: Int) -> String {
        self.contents(self.log, from: start) ?? ""
    }

    private func contents(_ path: String, from start: Int = 0) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        fseek(file, max(start, ftell(file) - 16_384), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: 16_384)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    private func write(_ text: String, to path: String) throws(KafkaServerError) {
        guard let file = fopen(path, "w") else { throw Self.refused(path) }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else { throw Self.refused(path) }
    }

    private static func refused(_ path: String) -> KafkaServerError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
