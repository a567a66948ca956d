import Glibc

/// How much is tested: `deploy/dev test --all` sets `CAIRN_TEST_ALL`, and so does CI.
public enum TestTier {
    /// Whether the long tests run too.
    public static let isAll = Self.isSet("CAIRN_TEST_ALL") || Self.isSet("CI")

    private static func isSet(_ name: String) -> Bool {
        getenv(name).map { String(cString: $0) } == "true"
    }
}
