/// Why a whole file cannot be read, and where that shows.
struct CSVRefusal: Error, Sendable, Equatable {
    /// The line, from 1.
    let line: Int
    /// What is the matter and what to do, as a sentence for whoever made the file.
    let sentence: String

    init(line: Int, _ sentence: String) {
        self.line = line
        self.sentence = sentence
    }
}
