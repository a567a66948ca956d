/// Which statements a session has prepared, and under what names.
///
/// Never more than `limit`. When it is full, further statements are parsed each time; the least recently used quarter is forgotten when the next
/// transaction begins, since DEALLOCATE in a transaction that failed would fail too.
struct StatementCache {
    struct Entry {
        let name: String
        let types: [UInt32]
        var lastUse: Int
    }

    let limit: Int
    private var entries: [String: [Entry]] = [:]
    private(set) var count = 0
    private var isCrowded = false
    private var uses = 0
    private var names = 0

    init(limit: Int) {
        self.limit = limit
    }

    enum Place {
        case known(String)
        case new(String)
        case full
    }

    /// The name of a statement. One that was not there is now, and must be prepared.
    mutating func place(of sql: SQL) -> Place {
        guard sql.recurs else { return .full }
        self.uses += 1
        let slots = sql.parameters.slots
        if let index = self.entries[sql.text]?.firstIndex(where: { $0.types.elementsEqual(slots, by: { $0 == $1.type.oid }) }) {
            self.entries[sql.text]?[index].lastUse = self.uses
            return .known(self.entries[sql.text]?[index].name ?? "")
        }
        guard self.count < self.limit else {
            self.isCrowded = true
            return .full
        }
        self.names += 1
        self.count += 1
        let entry = Entry(name: "s\(self.names)", types: slots.map(\.type.oid), lastUse: self.uses)
        self.entries[sql.text, default: []].append(entry)
        return .new(entry.name)
    }

    /// The server does not know this one, after all.
    mutating func forget(_ name: String) {
        for (text, entries) in self.entries where entries.contains(where: { $0.name == name }) {
            let rest = entries.filter { $0.name != name }
            self.entries[text] = rest.isEmpty ? nil : rest
            self.count -= 1
        }
    }

    /// Forgets all.
    mutating func forgetAll() {
        self.entries = [:]
        self.count = 0
    }

    /// When there was no room: forgets the least recently used quarter and gives back their names.
    mutating func makeRoom() -> [String] {
        guard self.isCrowded else { return [] }
        self.isCrowded = false
        let oldest = self.entries.values.flatMap { $0 }.sorted { $0.lastUse < $1.lastUse }.prefix(max(1, self.limit / 4))
        for entry in oldest { self.forget(entry.name) }
        return oldest.map(\.name)
    }
}
