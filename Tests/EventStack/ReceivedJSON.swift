package import HTTP
package import JSON

extension ReceivedResponse {
    /// The body as JSON; null when it is none: then it has no member, and fails the expectation that looks for one.
    package var json: JSON {
        // The reason stands above.
        (try? JSON(parsing: self.body)) ?? .null
    }

    /// The code of a problem.
    package var code: String? { self.json["code"]?.string }
}
