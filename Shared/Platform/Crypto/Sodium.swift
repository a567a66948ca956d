import CSodium

/// libsodium picks its code for this processor in `sodium_init`, which must come before all else and may come more than once.
enum Sodium {
    private static let isReady: Bool = sodium_init() >= 0

    static func prepare() {
        precondition(Self.isReady, "libsodium could not be started")
    }
}
