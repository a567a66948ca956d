import Glibc

/// Writes each event as one line of JSON: `time`, `level`, `label`, `message`, `trace`, then the metadata under their own names.
///
/// A line is written with a single `write`, so lines of several threads and processes do not mix (up to the pipe's 4 KiB).
public struct JSONLogHandler: LogHandler {
    private let descriptor: Int32
    private let now: @Sendable () -> WallTime

    /// Writes to a file descriptor, standard error by default.
    public init(descriptor: Int32 = 2, now: @escaping @Sendable () -> WallTime = { WallTime.now() }) {
        self.descriptor = descriptor
        self.now = now
    }

    /// Writes one line. A log that cannot be written is lost: there is nowhere left to say so.
    public func log(_ event: LogEvent) {
        let line = Self.line(event, at: self.now())
        line.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(self.descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count > 0 { written += count } else if errno != EINTR { return }
            }
        }
    }

    static func line(_ event: LogEvent, at time: WallTime) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line += #"{"time":""#.utf8
        line += time.description.utf8
        line += #"","level":""#.utf8
        line += event.level.rawValue.utf8
        line += #"","label":"#.utf8
        Self.quote(event.label, into: &line)
        line += #","message":"#.utf8
        Self.quote(event.message.description, into: &line)
        if let trace = event.trace {
            line += #","trace":""#.utf8
            line += trace.traceID.utf8
            line += #"""#.utf8
        }
        for (name, value) in event.metadata.sorted(by: { $0.key < $1.key }) {
            line += ",".utf8
            Self.quote(name, into: &line)
            line += ":".utf8
            Self.quote(value, into: &line)
        }
        line += "}\n".utf8
        return line
    }

    /// RFC 8259 §7. Here and not the JSON module's, because a log line must come out even of what that module refuses.
    private static func quote(_ text: String, into line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case UInt8(ascii: "\n"): line += "\\n".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                line += (digits.utf8.count == 1 ? "\\u000" : "\\u00").utf8
                line += digits.utf8
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
