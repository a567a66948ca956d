import JSON

/// What is wrong with a folder that a demo is to be made from: the file, the place in it, and what to do.
struct DemoFolderError: Error, Equatable, CustomStringConvertible {
    let file: String
    /// A JSON pointer or a line; empty for the file as a whole.
    let place: String
    let reason: String

    init(_ file: String, _ reason: String) { self.init(file, "", reason) }

    init(_ file: String, _ place: String, _ reason: String) {
        self.file = file
        self.place = place
        self.reason = reason
    }

    var description: String { self.place.isEmpty ? "\(self.file): \(self.reason)" : "\(self.file), \(self.place): \(self.reason)" }
}
