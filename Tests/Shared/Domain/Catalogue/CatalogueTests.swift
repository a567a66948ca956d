import CloudEvents
import Credentials
import Events
import JSON
import Observability
import Testing

@testable import Catalogue

@Suite struct `What a document asks of the catalogue` {
    private func question(_ document: JSON) -> CatalogueQuestion { CatalogueQuestion(document, limits: .standard) }

    @Test func `is its issuer, by name or in an object, and its lists once each`() {
        let lists: JSON = [
            ["statusListCredential": "https://b"], ["statusListCredential": "https://a"], ["statusListCredential": "https://b"],
        ]
        let document: JSON = ["issuer": ["id": "did:key:z"], "credentialStatus": lists]
        #expect(self.question(document).issuer == "did:key:z")
        #expect(self.question(document).statusLists == ["https://a", "https://b"])
        #expect(
            self.question(["issuer": "did:key:y", "credentialStatus": ["statusListCredential": "https://c"]]).statusLists == ["https://c"])
        #expect(self.question(["issuer": "did:key:y"]).issuer == "did:key:y")
    }

    @Test func `is nothing when it names what nobody can be called`() {
        #expect(self.question(["issuer": "a\u{0}b"]).issuer == nil)
        #expect(self.question(["issuer": 5, "credentialStatus": [["statusListCredential": "a\u{0}"], 7]]).statusLists == [])
        let many = JSON.array(Array(repeating: ["statusListCredential": "https://a"], count: VerificationLimits.standard.statusEntries + 1))
        #expect(self.question(["credentialStatus": many]).statusLists == [])
    }

    @Test func `is answered by a list that trusts who is known, and by nobody's for a stranger`() {
        let issuer = KnownIssuer(identifier: "did:key:z", name: "North", keys: [])
        let known = CatalogueAnswer(issuer: issuer, statusLists: [], readAt: nil).context(listName: "ours", limits: .standard)
        #expect(known.trustLists.map { $0.issuers?["did:key:z"]?.name } == ["North"])
        let unknown = CatalogueAnswer(issuer: nil, statusLists: [], readAt: nil).context(listName: "ours", limits: .standard)
        #expect(unknown.trustLists.map { $0.issuers?.isEmpty } == [true] && unknown.controllers.isEmpty)
    }
}
