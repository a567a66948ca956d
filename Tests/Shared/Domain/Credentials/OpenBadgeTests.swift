import Credentials
import JSON
import TestSupport
import Testing

@Suite struct `An Open Badge to be signed` {
    static func whole() throws -> OpenBadgeCredential {
        let story = try Story()
        var badge = OpenBadgeCredential(
            id: "https://college.example/credentials/2", issuer: story.badge.issuer,
            achievement: BadgeAchievement(
                id: "https://college.example/achievements/fabricator", achievementType: "Certificate", name: "Fabricator",
                description: "Builds frames.", criteria: "Three badges.", criteriaURL: "https://college.example/fabricator",
                creator: IssuerProfile(id: "https://north.college.example", name: "North Campus", description: "A campus."),
                alignments: [
                    BadgeAlignment(
                        name: "Welding", url: "https://frameworks.example/welding", framework: "State skills", code: "W1")
                ],
                resultDescriptions: [
                    BadgeResultDescription(
                        id: "https://college.example/results/grade", name: "Grade", resultType: "LetterGrade",
                        allowedValues: ["C", "B", "A"])
                ],
                version: "3"),
            earner: RecipientIdentifier(of: "a1234567", kind: .studentNumber, salt: "c2FsdA"), validFrom: Story.issued)
        badge.validUntil = Story.issued.advanced(bySeconds: 86_400 * 365)
        badge.awardedDate = Story.issued.advanced(bySeconds: -60)
        badge.results = [BadgeResult("A", of: "https://college.example/results/grade")]
        badge.evidence = [BadgeEvidence(id: "https://college.example/portfolio/9", name: "Frame", narrative: "A frame.", genre: "Photo")]
        badge.earnedBy = ["https://college.example/credentials/1", "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"]
        badge.status = [StatusEntry(purpose: "revocation", index: 5, list: Story.list)]
        return badge
    }

    @Test func `has its members in one order`() throws {
        let json = try Self.whole().json
        #expect(
            json.object?.names == [
                "@context", "id", "type", "name", "issuer", "validFrom", "validUntil", "awardedDate", "credentialSubject", "evidence",
                "credentialStatus",
            ])
        #expect(json["credentialSubject"]?.object?.names == ["type", "identifier", "achievement", "result"])
        #expect(json["credentialStatus"]?["statusListIndex"] == "5")
        #expect(json["credentialSubject"]?["achievement"]?["creator"]?["name"] == "North Campus")
    }

    @Test func `leaves out what there is nothing of`() throws {
        var story = try Story()
        story.badge.status = []
        #expect(
            story.badge.json == [
                "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                "id": "https://college.example/credentials/1",
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "name": "Welding, level 1",
                "issuer": [
                    "id": .string(story.did.description), "type": ["Profile"], "name": "Example College", "url": "https://college.example",
                ],
                "validFrom": "2026-09-01T08:00:00Z",
                "credentialSubject": [
                    "type": ["AchievementSubject"],
                    "identifier": [
                        [
                            "type": "IdentityObject", "hashed": true, "identityHash": .string(story.badge.earners[0].hash),
                            "identityType": "ext:studentNumber", "salt": "c2FsdA",
                        ]
                    ],
                    "achievement": [
                        "id": "https://college.example/achievements/welding", "type": ["Achievement"], "achievementType": "MicroCredential",
                        "name": "Welding, level 1", "description": "Joins steel by hand.", "criteria": ["narrative": "Twelve sound seams."],
                    ],
                ],
            ])
    }

    @Test func `names the credentials that it was earned by`() throws {
        let badge = try Self.whole()
        #expect(OpenBadgeCredential.earnedBy(in: badge.json) == badge.earnedBy)
        #expect(OpenBadgeCredential.earnedBy(in: try Story().badge.json) == [])
    }

    @Test func `is sound in structure when it is signed`() throws {
        let story = try Story()
        let verdict = try story.verdict(of: story.sign(Self.whole().json))
        #expect(verdict.steps[0].checks.allSatisfy { $0.outcome == .passed })
        #expect(verdict.overall == .valid)
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/vectors/ob3-identity-hash"))) struct `A hashed identity` {
    @Test func `is the one of the vectors`() throws {
        let vectors = try #require(try SharedJSON.read("vectors/ob3-identity-hash/vectors.json")["vectors"]?.array)
        var count = 0
        for vector in vectors {
            guard let expected = vector["identityHash"]?.string, expected.hasPrefix("sha256$") else { continue }
            count += 1
            let identity = try #require(vector["identity"]?.string)
            let recipient = RecipientIdentifier(of: identity, kind: .emailAddress, salt: vector["salt"]?.string ?? "")
            #expect(recipient.hash == expected)
            #expect(recipient.matches(identity))
            #expect(!recipient.matches(identity + " "))
        }
        #expect(count == 4)
    }
}
