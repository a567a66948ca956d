import CloudEvents
import Observability

extension WallTime {
    /// The last second of a day that a date field sends, `2027-02-24`, in UTC.
    init?(lastDay text: String) {
        guard text.utf8.count == 10, let end = WallTime(rfc3339: "\(text)T23:59:59Z") else { return nil }
        self = end
    }

    /// The day, as a date field takes it.
    var day: String { String(self.description.prefix(10)) }
}
