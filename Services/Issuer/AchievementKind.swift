import JSON

/// What kind of thing an achievement is, in a word of Open Badges 3.0 (AchievementType), or one of one's own that begins with `ext:`.
struct AchievementKind: Sendable, Equatable, JSONDecodable {
    static let standard: Set<String> = [
        "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge", "BachelorDegree",
        "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency", "Course", "CoCurricular", "Degree",
        "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
        "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential",
        "ResearchDoctorate", "SecondarySchoolDiploma",
    ]

    static let microCredential = AchievementKind(word: "MicroCredential")

    let word: String

    /// A word that is known to be one.
    init(word: String) {
        self.word = word
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        guard let word = json.string, Self.standard.contains(word) || Self.isExtension(word) else {
            throw json.mismatch(expected: "an achievement type of Open Badges 3.0, or a word of your own that begins with ext:")
        }
        self.word = word
    }

    private static func isExtension(_ word: String) -> Bool {
        word.hasPrefix("ext:") && (5...100).contains(word.utf8.count)
            && word.utf8.dropFirst(4).allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
            }
    }
}
