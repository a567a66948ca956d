import Glibc

/// How much is tested: `deploy/dev test --all` sets `ALL_TESTS`, and so does CI.
public enum TestTier {
    /// Whether the long tests run too.
    public static let isAll = Self.isSet("ALL_TESTS") || Self.isSet("CI")

    private static func isSet(_ name: String) -> Bool {
        getenv(name).map { String(cString: $0) } == "true"
    }
}
