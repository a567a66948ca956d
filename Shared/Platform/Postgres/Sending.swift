import CLibPQ

/// Puts statements into libpq's buffer, in the form that it takes them.
struct Sending {
    private var pointers: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var types: [Oid] = []

    /// What the server will answer to.
    enum Step {
        /// The preparation of a statement under this name.
        case prepare(String)
        case execute
    }

    /// False when libpq would not take it: then the connection is of no more use.
    mutating func send(_ sql: SQL, place: StatementCache.Place, to handle: OpaquePointer, steps: inout [Step]) -> Bool {
        let slots = sql.parameters.slots
        self.types.removeAll(keepingCapacity: true)
        self.lengths.removeAll(keepingCapacity: true)
        self.formats.removeAll(keepingCapacity: true)
        for slot in slots {
            self.types.append(slot.type.oid)
            self.lengths.append(slot.length)
            self.formats.append(slot.type.isBinary ? 1 : 0)
        }
        let count = Int32(slots.count)
        return sql.parameters.bytes.withUnsafeBytes { bytes in
            self.pointers.removeAll(keepingCapacity: true)
            for slot in slots {
                self.pointers.append(
                    slot.length < 0 ? nil : bytes.baseAddress?.advanced(by: slot.start).assumingMemoryBound(to: CChar.self))
            }
            defer { self.pointers.removeAll(keepingCapacity: true) }
            switch place {
            case .known(let name):
                steps.append(.execute)
                return PQsendQueryPrepared(handle, name, count, self.pointers, self.lengths, self.formats, 1) == 1
            case .new(let name):
                steps.append(.prepare(name))
                steps.append(.execute)
                return PQsendPrepare(handle, name, sql.text, count, self.types) == 1
                    && PQsendQueryPrepared(handle, name, count, self.pointers, self.lengths, self.formats, 1) == 1
            case .full:
                steps.append(.execute)
                return PQsendQueryParams(handle, sql.text, count, self.types, self.pointers, self.lengths, self.formats, 1) == 1
            }
        }
    }
}
