import Messaging

/// One thing that a check found wrong.
struct CheckFinding: Sendable, Equatable {
    /// What kind of wrong it is.
    enum Kind: String, Sendable, CaseIterable {
        /// An event that was committed has not had its effect at a reader.
        case lost
        /// One reason has had its effect twice.
        case double
        /// A row belongs to another college than its event, or no event speaks of it.
        case foreign
    }

    let kind: Kind
    /// Where it was found: a consumer, or a service.
    let place: String
    /// What was found, in words; it names things by their ids and no people.
    let detail: String

    /// One line.
    var line: String { "\(self.kind.rawValue): \(self.place): \(self.detail)" }

    init(_ kind: Kind, at place: String, _ detail: String) {
        self.kind = kind
        self.place = place
        self.detail = detail
    }

    /// A finding of the comparison of deliveries.
    init(_ finding: DeliveryCheck.Finding) {
        let kind: Kind =
            switch finding.kind {
            case .lost: .lost
            case .foreign: .foreign
            }
        self.init(kind, at: finding.consumer, "\(finding.topic), \(finding.subject): \(finding.detail)")
    }
}
