import Credentials
import Testing

/// The lexical form is XML Schema 1.1 part 2, §3.3.7.2 and §3.4.28; the counts were taken from Python's datetime.
@Suite struct `A date and time stamp` {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-25T02:30:00Z", 1_795_573_800), ("2026-11-25T02:30:00+02:00", 1_795_566_600),
            ("2026-11-25T02:30:00-05:30", 1_795_593_600), ("2000-02-29T23:59:59Z", 951_868_799), ("1969-12-31T23:59:59Z", -1),
            ("1900-03-01T00:00:00Z", -2_203_891_200), ("0001-01-01T00:00:00Z", -62_135_596_800), ("2026-11-24T24:00:00Z", 1_795_564_800),
            ("2026-12-31T24:00:00.000-14:00", 1_798_812_000), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)])
    func `counts seconds as the calendar does`(text: String, seconds: Int64) throws {
        #expect(try #require(DateTimeStamp(text)).seconds == seconds)
    }

    @Test(arguments: [
        "", "2026-11-25", "2026-11-25T02:30:00", "2026-11-25t02:30:00Z", "2026-11-25T02:30:00z", "2026-11-25 02:30:00Z",
        "2026-11-25T02:30Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-11-25T24:00:01Z", "2026-11-25T24:00:00.1Z", "2026-11-25T25:00:00Z", "2026-11-25T02:60:00Z", "2026-11-25T02:30:60Z",
        "2026-11-25T02:30:00.Z", "2026-11-25T02:30:00+14:01", "2026-11-25T02:30:00+02", "2026-11-25T02:30:00+02:60", "026-11-25T02:30:00Z",
        "02026-11-25T02:30:00Z", "+2026-11-25T02:30:00Z", "2026-11-25T02:30:00Z ", " 2026-11-25T02:30:00Z", "2026-1-25T02:30:00Z",
        "2026-11-25T02:30:00ZZ", "٢٠٢٦-11-25T02:30:00Z", "2026-11-25T02:30:00." + String(repeating: "1", count: 64) + "Z",
        "1234567890-11-25T02:30:00Z",
    ])
    func `has one form only`(text: String) {
        #expect(DateTimeStamp(text) == nil)
    }

    @Test func `compares to the last digit of the fraction, over offsets`() throws {
        let ascending = try [
            "2026-11-25T02:29:59.999999999Z", "2026-11-25T02:30:00Z", "2026-11-25T02:30:00.0000000001Z", "2026-11-25T04:30:00.5+02:00",
            "2026-11-25T02:30:00.51Z", "2026-11-25T02:30:01-00:00",
        ].map { try #require(DateTimeStamp($0)) }
        #expect(ascending == ascending.sorted())
        for (left, right) in zip(ascending, ascending.dropFirst()) {
            #expect(left < right)
            #expect(!(right < left))
        }
        #expect(DateTimeStamp("2026-11-25T02:30:00.500Z") == DateTimeStamp("2026-11-25T03:30:00.5+01:00"))
    }

    @Test func `writes itself in UTC and reads that again`() throws {
        for text in [
            "2026-11-25T02:30:00Z", "1969-12-31T23:59:59.25Z", "0001-01-01T00:00:00Z", "2024-02-29T12:00:00Z", "-0004-02-29T00:00:00Z",
        ] {
            #expect(try #require(DateTimeStamp(text)).description == text)
        }
        #expect(DateTimeStamp("2026-11-25T02:30:00.500+02:00")?.description == "2026-11-25T00:30:00.5Z")
        for day in stride(from: Int64(-800_000), to: 800_000, by: 997) {
            let moment = DateTimeStamp(secondsSinceEpoch: day * 86_400 + 12_345)
            #expect(DateTimeStamp(moment.description) == moment)
        }
    }

    @Test func `comes from microseconds`() {
        #expect(DateTimeStamp(microsecondsSinceEpoch: 1_500_000).description == "1970-01-01T00:00:01.5Z")
        #expect(DateTimeStamp(microsecondsSinceEpoch: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(DateTimeStamp(microsecondsSinceEpoch: 60_000_042).description == "1970-01-01T00:01:00.000042Z")
    }
}
