import Chassis
import Events
import JSON

/// A campus of a college, by the code and the name that its people know.
struct Campus: Sendable, Equatable {
    /// The most campuses of one college.
    static let limit = 1_000

    let id: CampusID
    let code: String
    let name: String

    /// As the API answers it.
    var json: JSON { ["id": self.id.json, "code": self.code.json, "name": self.name.json] }
}

/// What somebody asks to be added.
struct CampusText: Sendable, Equatable, JSONDecodable {
    let code: String
    let name: String

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "code", "name")
        self.code = try body.code("code")
        self.name = try body.filled("name", limit: 200)
        try body.finish()
    }
}
