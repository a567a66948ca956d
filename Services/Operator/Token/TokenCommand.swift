import Chassis
import CloudEvents
import Configuration
import Crypto
import Observability

/// `cairn token`: lets somebody into a stack that runs on this machine.
enum TokenCommand {
    static let kind = ConfigurationKey(
        optional: "as", .oneOf(TokenOrder.Kind.self), isFlagOnly: true, help: "Prints a bearer token for a visitor of this kind.")
    static let link = ConfigurationKey(
        optional: "link", TokenOrder.Holder.format, isFlagOnly: true, help: "Prints an address that signs somebody in, once.")
    static let college = ConfigurationKey(
        "college", .int(1...Int(Int32.max)), default: 1, isFlagOnly: true, help: "The college of staff and learners.")
    static let scopes = ConfigurationKey(
        optional: "scopes", .list(of: .text), isFlagOnly: true,
        help: "What staff or an employer may do; absent: everything that there is for the kind.")
    static let person = ConfigurationKey(
        optional: "person", Self.id, isFlagOnly: true, help: "The learner's id, for --as learner.")
    static let employer = ConfigurationKey(
        optional: "employer", Self.id, isFlagOnly: true, help: "The employer's id, for --as employer.")
    static let target = ConfigurationKey(
        optional: "to", Self.path, isFlagOnly: true, help: "The page of the site that a link leads to; absent: where the kind begins.")
    static let life = ConfigurationKey(
        "life", .duration(.seconds(1)...SignInTicket.longestLife), default: .seconds(3_600), isFlagOnly: true,
        help: "How long the token or the link is good for.")
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of a stack that cairn up runs.")

    static let command = Command(
        "token", summary: "lets somebody into a stack that runs on this machine",
        discussion: """
            Prints a bearer token for calls of the API, or an address for a browser. Both are signed with the key that cairn up has made for \
            the stack; a site that is not on this machine does not believe it. Whoever has the token can do what it says until its life is over.
            """,
        options: [
            Self.kind, Self.link, Self.college, Self.scopes, Self.person, Self.employer, Self.target, Self.life, Self.folder,
        ],
        examples: [
            .init("cairn token --link learner:S232260", "An address that signs this learner in, once."),
            .init(
                "curl -H \"Authorization: Bearer $(cairn token --as staff)\" http://localhost:8080/issuer/api/v1/reviews",
                "A call as staff of college 1."),
            .init("cairn token --as staff --scopes credential.issue --life 5m", "Somebody who may only issue, for five minutes."),
        ],
        exitCodes: [
            .init(0, "the token or the address is the only line"),
            .init(64, "the command line is wrong, or the folder holds no stack of this machine"),
        ], run: Self.run)

    private static func run(_ call: Invocation) throws -> Int32 {
        let given = call.configuration
        let order = try TokenOrder(
            .init(
                kind: given[Self.kind], holder: given[Self.link], college: Int32(given[Self.college]), scopes: given[Self.scopes],
                person: given[Self.person], employer: given[Self.employer], target: given[Self.target]))
        let site = try LocalSite.read(given[Self.folder])
        let (now, life) = (WallTime.now(), given[Self.life])
        switch order {
        case .bearer(let visitor): call.terminal.print(site.bearer(visitor, at: now, for: life))
        case .link(let ticket): call.terminal.print(site.link(ticket, at: now, for: life, from: SystemRandom()))
        }
        return Command.ExitCode.done.number
    }

    private static let id = ValueFormat<UUIDValue>("a UUID", placeholder: "UUID") {
        UUIDValue($0)
    } write: {
        $0.description
    }

    private static let path = ValueFormat<String>("a path of the site, such as /wallet/", placeholder: "PATH") { text in
        let bytes = Array(text.utf8)
        let isPath = bytes.first == 47 && bytes.dropFirst().first != 47 && bytes.count <= 200
        return isPath && bytes.allSatisfy { (33..<127).contains($0) && $0 != 92 } ? text : nil
    } write: {
        $0
    }
}
