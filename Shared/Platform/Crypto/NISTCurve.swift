/// What tells one prime curve of FIPS 186-5 from another.
public protocol NISTCurve: Sendable {
    /// The facts of the curve.
    static var parameters: CurveParameters { get }
}
