import Glibc

/// PyPI's check-jsonschema, found on the path or by `CAIRN_CHECK_JSONSCHEMA`; `deploy/dev test --all` installs it. Under CI a missing one fails.
public enum SchemaChecker {
    /// Where it is; nil when it is not here.
    public static let program: String? = {
        let named = getenv("CAIRN_CHECK_JSONSCHEMA").map { String(cString: $0) }
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        return ([named].compactMap { $0 } + folders.map { "\($0)/check-jsonschema" }).first { access($0, X_OK) == 0 }
    }()

    /// Whether what needs it is to be tested; says so in one line when not.
    public static let isHere: Bool = {
        if Self.program != nil || TestTier.isAll { return true }
        print("not here, so its tests are skipped: check-jsonschema (deploy/dev test --all installs it)")
        return false
    }()
}
