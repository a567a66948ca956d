/// Looks for a name that an object has twice.
struct DuplicateFinder {
    let nodes: [TapeNode]
    let end: Int
    let object: Int

    /// Compares each name with each; for few names.
    func search(_ bytes: Span<UInt8>) -> Int? {
        var first = self.object + 1
        while first < self.end {
            var second = self.next(first)
            while second < self.end {
                if self.areSame(first, second, bytes) { return second }
                second = self.next(second)
            }
            first = self.next(first)
        }
        return nil
    }

    /// Puts each name into a new table of the object.
    func fill(_ tables: inout LargeObjects, members: Int, _ bytes: Span<UInt8>) -> Int? {
        tables.insert(object: self.object, members: members)
        var name = self.object + 1
        while name < self.end {
            let hash = self.withContent(name, bytes) { LargeObjects.hash($0) }
            if tables.insert(name: name, hash: hash, object: self.object, isSame: { self.areSame($0, name, bytes) }) != nil { return name }
            name = self.next(name)
        }
        return nil
    }

    /// The name of the next member.
    @inline(__always)
    private func next(_ name: Int) -> Int {
        let value = self.nodes[name + 1]
        return value.kind.isContainer ? Int(value.next) : name + 2
    }

    @inline(__always)
    private func areSame(_ first: Int, _ second: Int, _ bytes: Span<UInt8>) -> Bool {
        let left = self.nodes[first]
        let right = self.nodes[second]
        if left.kind == .string, right.kind == .string {
            let count = left.end &- left.start
            guard count == right.end &- right.start else { return false }
            // Names that differ mostly do so at one end.
            if count == 0 { return true }
            guard bytes[Int(left.start)] == bytes[Int(right.start)], bytes[Int(left.end &- 1)] == bytes[Int(right.end &- 1)] else {
                return false
            }
        }
        return self.withContent(first, bytes) { mine in self.withContent(second, bytes) { mine.elementsAreSame(as: $0) } }
    }

    private func withContent<R>(_ name: Int, _ bytes: Span<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        let node = self.nodes[name]
        let content = Int(node.start)..<Int(node.end)
        if node.kind == .escapedString { return StringScanner.unescaped(bytes, content).withUnsafeBufferPointer(body) }
        return bytes.extracting(content).withUnsafeBufferPointer(body)
    }
}
