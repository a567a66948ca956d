import Glibc

extension [UInt8] {
    /// Where a pattern first begins, at or after a position.
    func firstRange(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first else { return start }
        return self.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var position = start
            while position + pattern.count <= bytes.count {
                guard let found = memchr(base + position, Int32(first), bytes.count - pattern.count - position + 1) else { return nil }
                position = UnsafeRawPointer(found) - base
                if memcmp(found, pattern, pattern.count) == 0 { return position }
                position += 1
            }
            return nil
        }
    }
}

extension String {
    /// The position behind the first occurrence of an ASCII text, whose case does not count.
    func range(ofIgnoringCase text: String) -> String.Index? {
        var position = self.startIndex
        while position < self.endIndex {
            if String(self[position...].prefix(text.count)).equalsIgnoringCase(text) { return self.index(position, offsetBy: text.count) }
            position = self.index(after: position)
        }
        return nil
    }
}
