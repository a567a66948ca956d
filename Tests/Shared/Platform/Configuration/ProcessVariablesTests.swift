import Glibc
import Testing

@testable import Configuration

@Suite struct `The variables of the process` {
    @Test func `are those that it was started with`() throws {
        let path = try #require(getenv("PATH"))
        #expect(try ProcessVariables.all()["PATH"] == String(cString: path))
    }

    @Test func `are read whatever stands in them`() {
        let bytes = Array("A=1\0B=\0C=x=y\0=z\0nonsense\0A=2\0D=\u{FF}".utf8) + [0xFF, 0]
        #expect(ProcessVariables.parse(bytes) == ["A": "1", "B": "", "C": "x=y", "D": "\u{FF}\u{FFFD}"])
        #expect(ProcessVariables.parse([]).isEmpty)
    }
}
