/// A parsed document as one flat array of nodes over its bytes. Immutable, so that views of it can be passed around freely.
///
/// The nodes stand in the order of the text: a container, then all that is in it; in an object a name, then its value.
final class Tape: Sendable {
    let bytes: [UInt8]
    let nodes: [TapeNode]
    let largeObjects: LargeObjects

    init(bytes: [UInt8], nodes: [TapeNode], largeObjects: LargeObjects) {
        self.bytes = bytes
        self.nodes = nodes
        self.largeObjects = largeObjects
    }

    /// The node after a value and all that is in it.
    func next(after index: Int) -> Int {
        self.nodes[index].kind.isContainer ? Int(self.nodes[index].next) : index + 1
    }

    /// The text of a name or a string.
    func string(at index: Int) -> String {
        let bytes = self.bytes
        let node = self.nodes[index]
        let content = Int(node.start)..<Int(node.end)
        if node.kind == .escapedString { return String(decoding: StringScanner.unescaped(bytes.span, content), as: UTF8.self) }
        // The parser has validated the whole text, and a string's content begins and ends beside an ASCII quote.
        return String(copying: UTF8Span(unchecked: bytes.span.extracting(content)))
    }

    /// Whether a name or string has these bytes.
    func string(at index: Int, is text: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = self.bytes
        let node = self.nodes[index]
        let content = Int(node.start)..<Int(node.end)
        if node.kind == .escapedString {
            return StringScanner.unescaped(bytes.span, content).withUnsafeBufferPointer { $0.elementsAreSame(as: text) }
        }
        guard content.count == text.count else { return false }
        return bytes.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[content]).elementsAreSame(as: text) }
    }

    /// The line and column of a byte.
    func position(of offset: Int) -> JSONPosition {
        let bytes = self.bytes
        return JSONPosition(offset: offset, in: bytes.span)
    }

    /// The node of a member's value, by the member's name.
    func member(of object: Int, named name: String) -> Int? {
        name.withBytes { bytes in
            if let candidates = self.largeObjects[object] {
                return candidates.first(hash: LargeObjects.hash(bytes)) { self.string(at: $0, is: bytes) }.map { $0 + 1 }
            }
            var index = object + 1
            let end = Int(self.nodes[object].next)
            while index < end {
                if self.string(at: index, is: bytes) { return index + 1 }
                index = self.next(after: index + 1)
            }
            return nil
        }
    }

    /// The way from the root to a node.
    func pointer(to target: Int) -> JSONPointer {
        var pointer = JSONPointer.root
        var container = 0
        while container < target {
            let isObject = self.nodes[container].kind == .object
            var index = container + 1
            var position = 0
            while true {
                let value = isObject ? index + 1 : index
                let next = self.next(after: value)
                if target < next {
                    isObject ? pointer.append(self.string(at: index)) : pointer.append(position)
                    container = max(value, index)
                    if target <= value { return pointer }
                    break
                }
                index = next
                position += 1
            }
        }
        return pointer
    }
}

/// One value or name of a document.
struct TapeNode {
    /// What a node is.
    enum Kind: UInt8 {
        case null, yes, no, number, string, escapedString, array, object

        var isContainer: Bool { self.rawValue >= Self.array.rawValue }
    }

    let kind: Kind
    /// The first byte; of a string the first behind the quote.
    let start: UInt32
    /// The byte behind the last; of a string the closing quote.
    var end: UInt32
    /// Of a container: the node after all that is in it (while it is open: the container around it). Of other nodes: nothing.
    var next: UInt32
    /// Of a container: how many elements or members it has.
    var count: UInt32

    init(_ kind: Kind, from start: Int, to end: Int = 0, within parent: Int = 0) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: parent)
        self.count = 0
    }
}
