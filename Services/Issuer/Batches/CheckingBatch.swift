import Chassis
import CloudEvents
import Crypto
import Events
import JSON
import Observability
import Postgres

/// Checks a file of completions while it arrives: a dry run, of which nobody gets anything. Holds 500 rows at most.
struct CheckingBatch: Sendable {
    /// How many rows one transaction takes.
    static let slice = 500

    let database: Database
    let colleges: Colleges
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Checks a whole file. One that cannot be read throws `IssuerError.fileRefused`; then nothing of it stays but a batch that says why.
    func check<Bytes: AsyncSequence>(_ bytes: Bytes, named fileName: String?, by staff: Visitor.Staff) async throws -> BatchID
    where Bytes.Element == [UInt8] {
        let (id, time) = (BatchID(self.random.newID(at: self.now())), self.now())
        let (college, campuses) = (try await self.colleges.college(CollegeID(staff.college)), staff.campuses.sorted())
        let scope = Visitor.staff(staff).databaseScope
        let (known, named) = try await self.database.transaction(as: scope) { tx in
            try tx.begin(id, named: fileName, college: college.id, campuses: campuses, at: time)
            return (try tx.campuses(of: college.id), try tx.namedAchievements(of: college.id))
        }
        var work = BatchCheck(
            college: college, batch: id, campuses: Dictionary(uniqueKeysWithValues: known.map { ($0.code, $0.id) }),
            ownCampuses: Set(staff.campuses.map { CampusID($0) }), achievements: named, today: Self.lastDay(at: time))
        do {
            var reader = CSVReader()
            for try await piece in bytes {
                for record in try reader.read(piece) where try work.take(record, random: self.random) {
                    try await self.store(&work, scope)
                }
            }
            for record in try reader.finish() where try work.take(record, random: self.random) { try await self.store(&work, scope) }
            try work.finish()
            try await self.store(&work, scope)
            let end = self.now()
            try await self.database.transaction(as: scope) { tx in try tx.finishCheck(of: id, at: end) }
            return id
        } catch let refusal as CSVRefusal {
            let (reason, end) = ("Line \(refusal.line): \(refusal.sentence)", self.now())
            try await self.database.transaction(as: scope) { tx in try tx.refuse(id, because: reason, at: end) }
            throw IssuerError.fileRefused(id, reason)
        } catch let error where !(error is PostgresError || error is IssuerError || error is CancellationError) {
            await self.forget(id, scope)
            throw error
        }
    }

    /// Keeps nothing of a file whose bytes broke off.
    private func forget(_ id: BatchID, _ scope: Scope) async {
        let (reason, end) = ("The file is longer than \(Batch.byteLimit) bytes, or broke off while it was sent", self.now())
        do {
            try await self.database.transaction(as: scope) { tx in try tx.refuse(id, because: reason, at: end) }
        } catch {}  // then `WorkingOffItems` gives it up when nothing has come of it for long enough
    }

    private func store(_ work: inout BatchCheck, _ scope: Scope) async throws {
        let (items, faults, counts) = work.takeSlice()
        let (id, college, time) = (work.batch, work.college.id, self.now())
        let after = try await self.database.transaction(as: scope) { tx in
            let added = try tx.add(items, to: id, college: college)
            let repeated = added.repeated.map { line, first in
                BatchFault(
                    line: line, column: BatchColumns.Column.student.rawValue, value: nil,
                    sentence: "This row says the same as line \(first). Take one of the two out")
            }
            try tx.add((faults + repeated).sorted { $0.line < $1.line }, to: id, college: college)
            var counts = counts
            counts.ready += added.ready
            counts.takenBack += added.takenBack
            counts.held += added.held
            counts.wrong += repeated.count
            guard try tx.note(counts, of: id, at: time) else { throw IssuerError.batchGivenUp }
            return counts
        }
        work.counts = after
    }

    /// The day that it is where it is latest: nobody's today is refused as tomorrow.
    static func lastDay(at time: WallTime) -> String { String((time + .seconds(14 * 3_600)).description.prefix(10)) }
}

/// A check under way: what was read and is not in the database yet.
struct BatchCheck: Sendable {
    let college: College
    let batch: BatchID
    let campuses: [String: CampusID]
    let ownCampuses: Set<CampusID>
    let achievements: [String: RowCheck.Known]
    let today: String
    var counts = BatchCounts()
    private var check: RowCheck?
    private var items: [NewBatchItem] = []
    private var faults: [BatchFault] = []
    private var waiting = 0

    init(
        college: College, batch: BatchID, campuses: [String: CampusID], ownCampuses: Set<CampusID>,
        achievements: [String: RowCheck.Known], today: String
    ) {
        self.college = college
        self.batch = batch
        self.campuses = campuses
        self.ownCampuses = ownCampuses
        self.achievements = achievements
        self.today = today
    }

    /// Takes the next row; true when a slice is full.
    mutating func take(_ record: CSVRecord, random: some RandomSource) throws -> Bool {
        if record.isBlank { return false }
        guard self.counts.rows < Batch.rowLimit else {
            throw CSVRefusal(line: record.line, "This is row \(Batch.rowLimit + 1). A file has at most \(Batch.rowLimit); cut it in two")
        }
        guard let judged = self.check?.row(record) else {
            self.check = RowCheck(
                columns: try BatchColumns(record), campuses: self.campuses, ownCampuses: self.ownCampuses,
                achievements: self.achievements, today: self.today)
            return false
        }
        self.counts.rows += 1
        self.waiting += 1
        switch judged {
        case .failure(let found):
            self.counts.wrong += 1
            self.faults += found.faults
        case .success(let row):
            let (hash, person) = self.college.pseudonym(of: row.student)
            let place = College.detailsPlace(self.college.id, self.batch, line: row.line)
            let details = try self.college.seal(row.details.json.bytes(), for: place, random: random)
            self.items.append(NewBatchItem(row: row, hash: hash, person: person, details: details))
        }
        return self.waiting >= CheckingBatch.slice
    }

    /// Says no to a file in which nothing stands.
    func finish() throws(CSVRefusal) {
        if self.check == nil {
            let needed = BatchColumns.Column.allCases.filter(\.isNeeded).map(\.rawValue).joined(separator: ", ")
            throw CSVRefusal(line: 1, "The file is empty. Its first line names the columns: \(needed)")
        }
    }

    /// Hands over what waits.
    mutating func takeSlice() -> (items: [NewBatchItem], faults: [BatchFault], counts: BatchCounts) {
        defer { (self.items, self.faults, self.waiting) = ([], [], 0) }
        return (self.items, self.faults, self.counts)
    }
}
