import Chassis
import HTTP
import Testing

@Suite struct `The session cookie` {
    @Test func `is hidden from scripts and from other sites`() {
        #expect(
            SessionCookie(isSecure: true).signIn("a.b.c", for: .seconds(3_600)).description
                == "cairn_session=a.b.c; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax")
    }

    @Test func `is taken away at once`() {
        #expect(SessionCookie(isSecure: false).signOut.description == "cairn_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}
