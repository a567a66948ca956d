/// What the wall lets through, and why.
enum WallExpectation {
    /// Routes that let nobody in here: they want a link to sign in by, which only an operator makes.
    static let shut: Set<String> = ["GET /enter", "POST /enter"]

    /// Routes by which somebody must have got rows of her own, and of which table.
    static let own: [(String, Set<String>)] = [
        ("GET /issuer/api/v1/credentials", ["issuer.credential", "issuer.person"]),
        ("GET /issuer/api/v1/credentials/{id}", ["issuer.person"]),
        ("GET /issuer/api/v1/batches", ["issuer.batch"]), ("GET /issuer/api/v1/batches/{id}", ["issuer.batch", "issuer.batch_fault"]),
        ("GET /issuer/api/v1/batches/{id}/problems", ["issuer.batch_fault"]), ("GET /issuer/api/v1/award-orders", ["issuer.award_order"]),
        ("GET /issuer/api/v1/reviews", ["issuer.review"]),
        ("GET /wallet/api/v1/items", ["wallet.item"]), ("GET /wallet/api/v1/items/{id}/document", ["issuer.credential.document"]),
        ("GET /wallet/api/v1/consents", ["wallet.consent"]), ("GET /wallet/api/v1/shares", ["wallet.share_link"]),
        ("GET /c/{token}", ["wallet.share_link"]), ("GET /c/{token}/{file}", ["issuer.credential"]), ("GET /wallet/", ["wallet.item"]),
        ("GET /wallet/links", ["wallet.share_link"]), ("GET /wallet/consents", ["wallet.consent"]),
        ("GET /pathway/api/v1/progress", ["issuer.credential"]), ("GET /matching/api/v1/roles", ["matching.role"]),
        ("GET /matching/api/v1/roles/{id}/matches", ["issuer.person"]), ("GET /matching/roles", ["matching.role"]),
    ]

    /// What keeps copies of whose rows: its name, the copy, its column that names the original, and the original.
    private static let projections: [(name: String, copy: String, key: String, original: String)] = [
        ("the wallet", "wallet.item", "credential", "issuer.credential"),
        ("the pathways' copy of credentials", "pathway.credential", "id", "issuer.credential"),
        ("the matching's copy of credentials", "matching.credential", "id", "issuer.credential"),
        ("the matching's copy of items", "matching.item", "id", "wallet.item"),
        ("the matching's copy of consents", "matching.consent", "id", "wallet.consent"),
        ("the wallet's copy of progress", "wallet.progress", "id", "pathway.progress"),
    ]

    /// For each projection: how many rows it should hold, how many it holds, how many of them are another's than at their origin.
    static let copies: [(String, String)] =
        Self.projections.map { name, copy, key, original in
            (
                name,
                """
                SELECT (SELECT count(*) FROM \(original)), count(*),
                    count(*) FILTER (WHERE (i.college, i.person) IS DISTINCT FROM (c.college, c.person))
                FROM \(copy) i LEFT JOIN \(original) c ON c.id = i.\(key)
                """
            )
        } + [
            (
                "the issuer's orders",
                """
                SELECT count(*), count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM pathway.progress p
                    WHERE p.college = o.college AND p.person = o.person AND p.pathway = o.pathway))
                FROM issuer.award_order o
                """
            ),
            (
                "the wallet's copy of roles",
                """
                SELECT (SELECT count(*) FROM matching.role), count(*), count(*) FILTER (WHERE i.employer IS DISTINCT FROM c.employer)
                FROM wallet.role i LEFT JOIN matching.role c ON c.id = i.id
                """
            ),
        ]

    /// Tables in which nothing stands when all has come to rest: queues.
    static let empty: [String: [String]] = ["pathway": ["sweep", "turning"]]

    /// Policies that are open as they are, `looker` of the login that checks aside, which reads all and no secrets. `everybody`: the public catalogue,
    /// which holds nothing of anybody. `queue`: whoever works it off must find what waits before she knows whose it is; it names pseudonyms only.
    static let openPolicies: [String: Set<String>] = [
        "pathway": [
            "achievement.everybody", "issuer.everybody", "pathway.everybody", "pathway_edition.everybody", "pathway_leaf.everybody",
            "sweep.queue", "turning.queue",
        ],
        "wallet": ["achievement.everybody", "issuer.everybody", "pathway.everybody", "role.everybody", "status_list.everybody"],
    ]

    /// What strangers can do by those.
    static let openRights: [String: Set<String>] = [
        "pathway": [
            "pathway_events adds to sweep", "pathway_events adds to turning", "pathway_http reads achievement", "pathway_http reads issuer",
            "pathway_http reads pathway", "pathway_http reads pathway_edition", "pathway_http reads pathway_leaf",
        ],
        "wallet": [
            "wallet_http reads achievement", "wallet_http reads issuer", "wallet_http reads pathway", "wallet_http reads role",
            "wallet_http reads status_list",
        ],
    ]

    /// Policies of which requests show nothing when they alone are open: the question names the college, the person or the link itself, begins at
    /// another table whose policy is closed, or no route shows the table. `PolicyDrive` asks the tables themselves, and notices each of them.
    static let guardedTwice: Set<String> = [
        "issuer.batch_award.staff", "issuer.batch_fault.staff", "issuer.batch_item.staff", "issuer.college.process", "issuer.college.staff",
        "issuer.idempotency_key.staff", "issuer.person.sign_in", "issuer.person.staff", "issuer.person_name.staff",
        "issuer.signing_key.process", "issuer.signing_key.staff", "issuer.status_block.process", "matching.credential.employer",
        "matching.item.employer", "matching.skill.employer", "pathway.college.staff", "pathway.credential.learner",
        "pathway.progress.learner", "pathway.progress.staff", "wallet.consent.learner", "wallet.progress.learner",
        "wallet.share_item.learner", "wallet.share_item.share_link", "wallet.share_link.learner", "wallet.share_link.share_link",
    ]
}
