import Configuration
import JSON

/// The college of a folder with a story: `college.json`.
struct StackCollege: Sendable {
    let number: Int
    let name: String

    /// Reads it, or says what is wrong with the folder.
    init(in folder: String) throws {
        let path = "\(folder)/college.json"
        func refused(_ reason: String) -> CommandFailure {
            CommandFailure(
                "the story of \(folder) can't be told: \(path): \(reason); --from names another folder, --no-demo leaves the story out",
                exitCode: Command.ExitCode.misused.number)
        }
        let json: JSON
        do { json = try JSON(parsing: InputFile(path, limit: 1 << 20).bytes) } catch { throw refused("\(error)") }
        guard let number = json["college"]?.int, number > 0, let name = json["name"]?.string, !name.isEmpty else {
            throw refused("/college should be a number above 0 and /name a text")
        }
        guard !name.contains(",") else { throw refused("/name should have no comma") }
        (self.number, self.name) = (number, name)
    }

    /// As the issuer's setting has it.
    var setting: String { "\(self.number)=\(self.name)" }
}
