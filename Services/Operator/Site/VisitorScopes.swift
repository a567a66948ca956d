/// What visitors of a kind can be let do, in the words of tokens.
enum VisitorScopes {
    /// Everything that staff of a college can be let do.
    static let staff: Set<String> = [
        "achievement.publish", "campus.write", "credential.issue", "credential.revoke", "review.decide", "pathway.publish", "people.read",
    ]
    /// Everything that an employer can be let do.
    static let employer: Set<String> = ["role.post", "match.read"]
}
