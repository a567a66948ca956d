import JSON

/// What a demo must come to, worked out by somebody else: `expected.json`.
struct DemoExpectation: JSONDecodable, Equatable {
    /// A wrong row: where it is.
    struct Refused: JSONDecodable, Equatable {
        let line: Int
        let column: String

        init(line: Int, column: String) {
            self.line = line
            self.column = column
        }

        init(from json: JSONView) throws(JSONDecodingError) {
            let reader = try JSONReader(json, requiring: "line", "column")
            self.line = try reader.required("line")
            self.column = try reader.required("column")
            try reader.finish()
        }
    }

    /// A place in a ranking.
    struct Ranked: JSONDecodable, Equatable {
        let student: String
        let points: Int
        let of: Int

        init(student: String, points: Int, of: Int) {
            self.student = student
            self.points = points
            self.of = of
        }

        init(from json: JSONView) throws(JSONDecodingError) {
            let reader = try JSONReader(json, requiring: "student_id", "points", "of")
            self.student = try reader.required("student_id")
            self.points = try reader.required("points")
            self.of = try reader.required("of")
            try reader.finish()
        }
    }

    let rows: Int
    let refused: [Refused]
    let signed: Int
    let wallets: Int
    /// By the code of the pathway.
    let stacked: [String: Int]
    /// By the code of the role.
    let ranking: [String: [Ranked]]
    let rankingAfterRevocation: [String: [Ranked]]

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(
            json, requiring: "rows", "refused", "signed", "wallets", "stacked", "ranking", "rankingAfterRevocation")
        self.rows = try reader.required("rows")
        self.refused = try reader.required("refused")
        self.signed = try reader.required("signed")
        self.wallets = try reader.required("wallets")
        var stacked: [String: Int] = [:]
        if let counts = reader.member("stacked") {
            for (code, view) in counts.members { stacked[code] = try Int(from: view) }
        }
        self.stacked = stacked
        self.ranking = try Self.rankings(reader.member("ranking"))
        self.rankingAfterRevocation = try Self.rankings(reader.member("rankingAfterRevocation"))
        _ = reader.member("stackedTotal")
        try reader.finish()
    }

    private static func rankings(_ json: JSONView?) throws(JSONDecodingError) -> [String: [Ranked]] {
        var rankings: [String: [Ranked]] = [:]
        guard let json else { return rankings }
        for (code, view) in json.members { rankings[code] = try [Ranked](from: view) }
        return rankings
    }
}
