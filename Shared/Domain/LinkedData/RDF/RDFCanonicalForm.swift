/// What RDFC-1.0 makes of a dataset.
public struct RDFCanonicalForm: Sendable {
    /// The canonical N-Quads: sorted lines, UTF-8.
    public let nquads: [UInt8]
    /// For each blank node the number of its name, or -1.
    private let numbers: [Int32]

    init(nquads: [UInt8], numbers: [Int32]) {
        self.nquads = nquads
        self.numbers = numbers
    }

    /// The name that a blank node of the dataset got, without `_:`; nil when no quad has it.
    public func label(of blank: RDFTermID) -> String? {
        precondition(blank.isBlank && blank.blankIndex < self.numbers.count, "not a blank node of the dataset")
        let number = self.numbers[blank.blankIndex]
        return number < 0 ? nil : "c14n\(number)"
    }
}
