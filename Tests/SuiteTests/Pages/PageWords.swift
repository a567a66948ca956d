/// What must stand on each page: its heading, and a verdict where it has one. A star stands for a name.
enum PageWords {
    static let headings: [String: [String]] = [
        "/": ["What can I do here?"],
        "/c/{token}": ["*"],
        "/demo/people": ["Who do you want to be?"],
        "/enter": ["Sign in", "Sign in as *"],
        "/issuer/": ["What needs me today?"],
        "/issuer/achievements": ["Achievements"],
        "/issuer/achievements/{id}": ["*"],
        "/issuer/batches": ["Batches"],
        "/issuer/batches/new": ["Which file?"],
        "/issuer/batches/{id}": ["Checking the file", "Issuing", "The file was not taken"],
        "/issuer/batches/{id}/check": ["What would happen"],
        "/issuer/batches/{id}/issue": ["Issue * credentials?", "Issue * credential?"],
        "/issuer/batches/{id}/result": ["* credentials issued", "* credential issued"],
        "/issuer/credentials": ["Which credential?"],
        "/issuer/credentials/{id}": ["*"],
        "/issuer/credentials/{id}/take-back": ["Take back this credential?"],
        "/issuer/reviews": ["Reviews"],
        "/issuer/reviews/{id}": ["Review: *"],
        "/issuer/reviews/{id}/{decision}": ["Keep “*”?", "Take back “*”?"],
        "/matching/roles": ["How are my roles doing?"],
        "/matching/roles/{id}": ["*"],
        "/matching/roles/{id}/credentials/{credential}": ["*"],
        "/pathway/": ["My pathways", "Pathways"],
        "/pathway/{id}": ["Your way to *", "The way to *"],
        "/verifier/": ["What do you want to check?"],
        "/verifier/checks": ["What we check"],
        "/verifier/sources": ["Where skill data comes from"],
        "/wallet/": ["My record"],
        "/wallet/consents": ["Who may look"],
        "/wallet/consents/{id}/stop": ["Stop sharing with *?"],
        "/wallet/credentials/{id}": ["*"],
        "/wallet/links": ["My links"],
        "/wallet/links/{id}": ["One of your links"],
        "/wallet/links/{id}/end": ["End this link?"],
        "/wallet/share/{id}": ["Share “*”"],
    ]

    /// The pages that tell whether a credential holds.
    static let withVerdict: Set<String> = ["/c/{token}", "/wallet/credentials/{id}", "/wallet/share/{id}"]

    /// The sentences that a verdict can be.
    static let verdicts = [
        "We could not read this as a credential. *", "Do not rely on this. The text is not what the issuer signed.",
        "The issuer took this back on *.", "The issuer took this back.", "The issuer put this on hold on *. It may come back.",
        "The issuer put this on hold. It may come back.", "* of * checks passed. * failed: *.", "This ended on *. It was good until then.",
        "This starts on *. It does not count yet.", "It is real and unchanged. We do not know this issuer.",
        "* of * checks passed. * could not be made.", "All * checks passed.",
    ]

    /// Where somebody else's page says that it is not hers.
    static let refusals = [401: "Sign in first", 403: "You can’t do this"]

    /// Whether a text is one of these, whatever the stars stand for.
    static func isOne(of patterns: [String], _ text: String) -> Bool { patterns.contains { Self.fits(Substring($0), Substring(text)) } }

    private static func fits(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern == text }
        guard text.hasPrefix(pattern[..<star]) else { return false }
        let rest = pattern[star...].dropFirst()
        var tail = text.dropFirst(pattern[..<star].count)
        while !tail.isEmpty {
            tail = tail.dropFirst()
            if Self.fits(rest, tail) { return true }
        }
        return false
    }
}
