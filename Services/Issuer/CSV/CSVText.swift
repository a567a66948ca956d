/// Turns the bytes of a file into UTF-8, piece by piece, in whichever of four encodings they come.
///
/// A file without a mark counts as UTF-8 until its first character above ASCII: if that is none in UTF-8, all is Windows-1252. From there on the
/// encoding is certain, and bytes that it does not know refuse the file: letters are never guessed.
struct CSVText: Sendable {
    private enum State: Sendable, Equatable {
        case beginning
        case ascii
        case certain(CSVEncoding)
    }

    private var state = State.beginning
    /// Bytes that wait for those after them: the head of the file, or of a character.
    private var pending: [UInt8] = []
    private var line = 1
    private var lastWasReturn = false
    private var highSurrogate: UInt16?

    /// The encoding, once it is certain; UTF-8 when all was ASCII.
    var encoding: CSVEncoding {
        if case .certain(let encoding) = self.state { encoding } else { .utf8 }
    }

    /// The text of the next bytes.
    mutating func read(_ bytes: [UInt8]) throws(CSVRefusal) -> [UInt8] {
        try self.take(bytes, isLast: false)
    }

    /// The text of what still waits, at the end of the file.
    mutating func finish() throws(CSVRefusal) -> [UInt8] {
        try self.take([], isLast: true)
    }

    private mutating func take(_ bytes: [UInt8], isLast: Bool) throws(CSVRefusal) -> [UInt8] {
        var input = self.pending
        input += bytes
        self.pending = []
        var start = 0
        if self.state == .beginning {
            guard isLast || input.count >= CSVEncoding.headLength else {
                self.pending = input
                return []
            }
            switch CSVEncoding.found(in: input) {
            case .encoding(let encoding, let mark): (self.state, start) = (.certain(encoding), mark)
            case .unmarked: self.state = .ascii
            case .other(let name): throw self.refusal("The file is \(name). Save it as “CSV UTF-8”")
            }
        }
        var output: [UInt8] = []
        output.reserveCapacity(input.count - start)
        while start < input.count {
            guard let taken = try self.character(in: input, at: start, isLast: isLast, to: &output) else {
                self.pending = Array(input[start...])
                break
            }
            start += taken
        }
        if isLast, self.highSurrogate != nil { throw self.refusal("Half a character stands at the end of the file") }
        return output
    }

    /// Reads one character; gives how many bytes it took, or nil when it needs more.
    private mutating func character(in input: [UInt8], at start: Int, isLast: Bool, to output: inout [UInt8]) throws(CSVRefusal) -> Int? {
        switch self.state {
        case .certain(.utf16LittleEndian), .certain(.utf16BigEndian):
            guard start + 1 < input.count else {
                if isLast { throw self.refusal("Half a character stands at the end of the file") }
                return nil
            }
            let isBig = self.state == .certain(.utf16BigEndian)
            let (first, second) = (UInt16(input[start]), UInt16(input[start + 1]))
            try self.append(unit: isBig ? first << 8 | second : second << 8 | first, to: &output)
            return 2
        case .certain(.windows1252):
            try self.append(windows1252: input[start], to: &output)
            return 1
        case .beginning, .ascii, .certain(.utf8):
            let byte = input[start]
            if byte < 0x80 {
                try self.append(scalar: UInt32(byte), to: &output)
                return 1
            }
            switch UTF8Sequence(in: input, at: start) {
            case .complete(let scalar, let length):
                self.state = .certain(.utf8)
                try self.append(scalar: scalar, to: &output)
                return length
            case .cut where !isLast: return nil
            case .cut, .broken:
                guard self.state == .ascii else {
                    throw self.refusal("A character here is not UTF-8, though the file is. Save it as “CSV UTF-8” again")
                }
                self.state = .certain(.windows1252)
                return 0
            }
        }
    }

    private mutating func append(unit: UInt16, to output: inout [UInt8]) throws(CSVRefusal) {
        if let high = self.highSurrogate {
            guard unit & 0xFC00 == 0xDC00 else { throw self.refusal("Half a character stands here. Save the file as “CSV UTF-8”") }
            self.highSurrogate = nil
            return try self.append(scalar: 0x10000 + UInt32(high & 0x3FF) << 10 + UInt32(unit & 0x3FF), to: &output)
        }
        switch unit & 0xFC00 {
        case 0xD800: self.highSurrogate = unit
        case 0xDC00: throw self.refusal("Half a character stands here. Save the file as “CSV UTF-8”")
        default: try self.append(scalar: UInt32(unit), to: &output)
        }
    }

    private mutating func append(windows1252 byte: UInt8, to output: inout [UInt8]) throws(CSVRefusal) {
        guard (0x80..<0xA0).contains(byte) else { return try self.append(scalar: UInt32(byte), to: &output) }
        let scalar = CSVEncoding.windows1252Middle[Int(byte - 0x80)]
        guard scalar != 0 else {
            throw self.refusal("A character here is neither UTF-8 nor Windows-1252. Save the file as “CSV UTF-8”")
        }
        try self.append(scalar: UInt32(scalar), to: &output)
    }

    private mutating func append(scalar: UInt32, to output: inout [UInt8]) throws(CSVRefusal) {
        switch scalar {
        case 0: throw self.refusal("A character here is NUL, which no text holds. Save the file as “CSV UTF-8”")
        case 0x0D: self.line += 1
        case 0x0A where !self.lastWasReturn: self.line += 1
        default: break
        }
        self.lastWasReturn = scalar == 0x0D
        UTF8Sequence.append(scalar, to: &output)
    }

    private func refusal(_ sentence: String) -> CSVRefusal { CSVRefusal(line: self.line, sentence) }
}
