public import JSON
public import Observability

/// Believes tokens, or says why not: signature, type, issuer, audience and time, in this order (RFC 8725 §3).
public struct TokenVerifier: Sendable {
    /// How far two clocks may differ.
    public static let leeway = Duration.seconds(30)
    /// The longest life of a token, however it is dated: a token without an end would be a password.
    public static let longestLife = Duration.seconds(31 * 86_400)

    private let keys: KeySet
    private let issuer: String
    private let audience: String
    private let type: String

    /// Believes tokens of one issuer, for one audience, of one type (`at+jwt`).
    public init(keys: KeySet, issuer: String, audience: String, type: String) {
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
        self.type = type.lowercased()
    }

    /// The claims of a token that is believed at a moment.
    public func claims(of text: String, at now: WallTime) throws(TokenError) -> JSON {
        let token = try SignedToken(parsing: text)
        // RFC 7515 §4.1.9: the prefix `application/` may be left out, and media types know no case.
        let type = token.header["typ"]?.string?.lowercased() ?? ""
        guard type == self.type || type == "application/" + self.type else { throw .wrongType }
        guard let id = token.header["kid"]?.string, let key = self.keys[id] else { throw .unknownKey }
        try token.verify(with: key)
        let claims = try SignedToken.json(token.payload, "payload")
        guard case .object = claims else { throw .malformed("the payload is no object") }
        try self.check(claims, at: now)
        return claims
    }

    private func check(_ claims: JSON, at now: WallTime) throws(TokenError) {
        guard claims["iss"]?.string == self.issuer else { throw .wrongIssuer }
        let audiences = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
        guard audiences.contains(self.audience) else { throw .wrongAudience }
        guard let end = try Self.time("exp", in: claims) else { throw .wrongClaim("exp") }
        guard let issued = try Self.time("iat", in: claims) else { throw .wrongClaim("iat") }
        guard now < end + Self.leeway else { throw .expired }
        let beginning = max(try Self.time("nbf", in: claims) ?? issued, issued)
        guard beginning < now + Self.leeway else { throw .notYetValid }
        guard end <= issued + Self.longestLife else { throw .wrongClaim("exp") }
    }

    /// Seconds since the epoch, with or without a fraction (RFC 7519 §2, NumericDate), within what a calendar holds.
    private static func time(_ name: String, in claims: JSON) throws(TokenError) -> WallTime? {
        guard let claim = claims[name] else { return nil }
        guard let seconds = claim.number?.double, seconds >= 0, seconds < 253_402_300_800 else { throw .wrongClaim(name) }
        return WallTime(microseconds: Int64(seconds * 1_000_000))
    }
}
