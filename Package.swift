// swift-tools-version: 6.2
import PackageDescription

// One line per target. A module may import what its line names, and nothing else: `ArchitectureTests` holds the import lines to it.
// No package but the toolchain's own modules; the C libraries are Debian's (README, "Which library does what, and why").

let package = Package(
    name: "cairn",
    targets: [
        debian("CLibPQ", pkgConfig: "libpq", package: "libpq-dev"),
        debian("CRDKafka", pkgConfig: "rdkafka", package: "librdkafka-dev"),
        debian("CMicroHTTPD", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
        debian("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
        debian("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),
        debian("CSodium", pkgConfig: "libsodium", package: "libsodium-dev"),
        debian("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
        debian("CYAML", pkgConfig: "yaml-0.1", package: "libyaml-dev"),

        platform("Threads"),
        platform("ServiceLifecycle", ["Threads"]),
        platform("JSON"),
        platform("CloudEvents", ["Observability"]),
        platform("Crypto", ["CCrypto", "CSodium"]),
        platform("Compression", ["CZlib"]),
        platform("Observability"),
        platform("Configuration", ["CYAML"]),
        platform("HTTP", ["CCurl", "CMicroHTTPD", "Observability", "ServiceLifecycle", "Threads"]),
        platform("Templates", ["JSON"]),
        platform("Postgres", ["CLibPQ", "Observability", "ServiceLifecycle", "Threads"]),
        platform("Kafka", ["CRDKafka", "Observability", "Threads"]),
        platform(
            "Messaging", ["CloudEvents", "JSON", "Kafka", "Observability", "Postgres", "ServiceLifecycle", "Threads"],
            embedding: ["Migrations/messaging.sql"]),
        platform(
            "Chassis",
            [
                "CloudEvents", "Configuration", "Crypto", "HTTP", "JSON", "Kafka", "Messaging", "Observability", "Postgres",
                "ServiceLifecycle",
                "Templates", "Threads",
            ],
            embedding: [
                "Migrations/visitors.sql",
                "Pages/cairn.css", "Pages/frame-bottom.mustache", "Pages/frame-top.mustache", "Pages/marks.mustache",
                "Pages/problem.mustache", "Pages/sentences.en.json",
            ]),
        platform("LocalServers", ["Threads"]),

        domain("Credentials", ["Compression", "Crypto", "JSON", "LinkedData"]),
        domain(
            "VerdictPages", ["Credentials", "JSON", "Templates"],
            embedding: [
                "sentences.en.json", "Templates/verdict-banner.mustache", "Templates/verdict-checks.mustache",
                "Templates/verdict-claims.mustache",
            ]),
        domain("Catalogue", ["CloudEvents", "Credentials", "Events", "JSON", "Observability"]),
        domain("LinkedData", ["Crypto", "JSON"]),
        domain("MatchEngine"),
        domain("Events", ["CloudEvents", "JSON", "Observability"], exclude: ["Golden"], embedding: ["Schemas", "asyncapi.yaml"]),
        domain("PathwayEngine", ["CloudEvents", "Events", "JSON", "Observability"]),

        program(
            "cairn", folder: "Operator",
            [
                "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "HTTP", "JSON", "Kafka", "LocalServers",
                "Messaging", "Observability", "Postgres", "ServiceLifecycle", "Threads", "VerdictPages",
            ],
            embed: ["Sentences.json", "nginx.conf", "topics.yaml"]),

        service(
            "Issuer",
            [
                "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "HTTP", "JSON", "Messaging", "Observability",
                "Postgres", "ServiceLifecycle",
            ],
            embedding: [
                "Migrations/0003-issuer.sql", "Migrations/0004-wall.sql", "Migrations/0005-sign-in.sql", "Migrations/0006-status-pace.sql",
                "Migrations/0007-codes.sql", "Migrations/0008-batches.sql", "Migrations/0009-awards.sql", "Migrations/0010-batch-pages.sql",
                "Migrations/0011-wall-by-index.sql", "Migrations/0012-rows-by-line.sql", "Migrations/0013-taken-back.sql",
                "openapi.yaml",
                "Pages/achievement.mustache", "Pages/achievements.mustache",
                "Pages/batch-check.mustache", "Pages/batch-checking.mustache", "Pages/batch-issue.mustache", "Pages/batch-issuing.mustache",
                "Pages/batch-new.mustache", "Pages/batch-refused.mustache", "Pages/batch-result.mustache", "Pages/batch-table.mustache",
                "Pages/batches.mustache", "Pages/credential.mustache", "Pages/credentials.mustache", "Pages/enter.mustache",
                "Pages/errors.mustache", "Pages/home.mustache", "Pages/people.mustache", "Pages/reason.mustache", "Pages/review.mustache",
                "Pages/review-decide.mustache", "Pages/reviews.mustache", "Pages/sentences.en.json", "Pages/state.mustache",
                "Pages/take-back.mustache", "topics.yaml",
            ]),
        service(
            "Verifier",
            [
                "Catalogue", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "HTTP", "JSON", "Messaging",
                "Observability", "Postgres", "VerdictPages",
            ],
            embedding: [
                "Migrations/0003-verifier.sql", "openapi.yaml", "Pages/check.mustache", "Pages/checks.mustache", "Pages/favicon.svg",
                "Pages/result.mustache", "Pages/sentences.en.json", "Pages/sources.mustache", "Pages/start.mustache", "topics.yaml",
            ]),

        service(
            "Matching",
            [
                "Catalogue", "Chassis", "CloudEvents", "Configuration", "Crypto", "Events", "HTTP", "JSON", "MatchEngine", "Messaging",
                "Observability", "Postgres",
            ],
            embedding: [
                "Migrations/0003-matching.sql", "Migrations/0004-wall.sql", "openapi.yaml", "Pages/credential.mustache",
                "Pages/role.mustache", "Pages/roles.mustache",
                "Pages/sentences.en.json", "topics.yaml",
            ]),

        service(
            "Pathway",
            [
                "Catalogue", "Chassis", "CloudEvents", "Configuration", "Crypto", "Events", "HTTP", "JSON", "Messaging", "Observability",
                "PathwayEngine", "Postgres", "ServiceLifecycle",
            ],
            embedding: [
                "Migrations/0003-pathway.sql", "Migrations/0004-wall.sql", "openapi.yaml", "Pages/my-pathways.mustache",
                "Pages/open-pathways.mustache", "Pages/sentences.en.json", "Pages/stage.mustache", "Pages/what-now.mustache", "topics.yaml",
            ]),

        service(
            "Wallet",
            [
                "Catalogue", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "HTTP", "JSON", "Messaging",
                "Observability", "Postgres", "ServiceLifecycle", "Templates", "VerdictPages",
            ],
            embedding: [
                "Migrations/0003-wallet.sql", "Migrations/0004-wall.sql", "Migrations/0005-awarded.sql", "openapi.yaml",
                "Pages/sentences.en.json", "Pages/consent-stop.mustache", "Pages/consents.mustache", "Pages/credential.mustache",
                "Pages/errors.mustache", "Pages/link-end.mustache", "Pages/link-made.mustache", "Pages/links.mustache",
                "Pages/record.mustache",
                "Pages/share.mustache", "Pages/shared.mustache", "Pages/shared-ended.mustache", "Pages/standing.mustache", "topics.yaml",
            ]),

        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        support("TestSupport", ["CAllocationCount", "JSON", "LocalServers", "Observability", "Postgres"]),
        support(
            "Toys",
            ["CloudEvents", "JSON", "Kafka", "Messaging", "Observability", "Postgres", "ServiceLifecycle", "TestSupport", "Threads"]),
        support(
            "EventStack",
            [
                "Chassis", "CloudEvents", "Crypto", "HTTP", "JSON", "Kafka", "LocalServers", "Messaging", "Observability", "Postgres",
                "ServiceLifecycle", "TestSupport", "Threads",
            ]),
        .executableTarget(name: "toy", dependencies: ["Toys"], path: "Tests/ToyProgram", swiftSettings: settings()),
        tests("ArchitectureTests", ["Configuration", "LocalServers", "TestSupport"], path: "Tests/ArchitectureTests"),
        tests(
            "SuiteTests",
            [
                "cairn", "cairn-issuer", "cairn-matching", "cairn-pathway", "cairn-verifier", "cairn-wallet", "Chassis", "CloudEvents",
                "Crypto", "Events", "EventStack", "HTTP", "JSON", "Kafka", "LocalServers", "Messaging", "Observability", "Postgres",
                "TestSupport",
            ],
            path: "Tests/SuiteTests"),
        tests("ThreadsTests", ["TestSupport", "Threads"]),
        tests("ServiceLifecycleTests", ["ServiceLifecycle", "TestSupport"]),
        tests("JSONTests", ["JSON", "TestSupport"]),
        tests("CloudEventsTests", ["CloudEvents", "Observability", "TestSupport"]),
        tests("CryptoTests", ["Crypto", "JSON", "TestSupport"]),
        tests("CompressionTests", ["Compression", "TestSupport"]),
        tests("ObservabilityTests", ["JSON", "Observability"]),
        tests("ConfigurationTests", ["Configuration", "TestSupport"]),
        tests("HTTPTests", ["HTTP", "Observability", "ServiceLifecycle", "TestSupport"]),
        tests("TemplatesTests", ["JSON", "Templates", "TestSupport"]),
        tests("PostgresTests", ["Observability", "Postgres", "ServiceLifecycle", "TestSupport", "Threads"]),
        tests("KafkaTests", ["Kafka", "LocalServers", "Observability", "ServiceLifecycle", "TestSupport"]),
        tests(
            "MessagingTests",
            [
                "CloudEvents", "JSON", "Kafka", "LocalServers", "Messaging", "Observability", "Postgres", "ServiceLifecycle", "TestSupport",
                "Threads", "toy", "Toys",
            ]),
        tests(
            "ChassisTests",
            [
                "Chassis", "CloudEvents", "Configuration", "Crypto", "HTTP", "JSON", "Messaging", "Observability", "Postgres",
                "ServiceLifecycle", "Templates", "TestSupport",
            ]),
        tests("LocalServersTests", ["LocalServers", "Observability", "TestSupport"]),
        tests(
            "VerdictPagesTests", ["Credentials", "JSON", "Templates", "TestSupport", "VerdictPages"],
            path: "Tests/Shared/Domain/VerdictPages"),
        tests("LinkedDataTests", ["Crypto", "JSON", "LinkedData", "LocalServers", "TestSupport"], path: "Tests/Shared/Domain/LinkedData"),
        tests("CredentialsTests", ["Credentials", "Crypto", "JSON", "LinkedData", "TestSupport"], path: "Tests/Shared/Domain/Credentials"),
        tests(
            "CatalogueTests", ["Catalogue", "CloudEvents", "Credentials", "Events", "JSON", "Observability"],
            path: "Tests/Shared/Domain/Catalogue"),
        tests(
            "OperatorTests",
            [
                "cairn", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "HTTP", "JSON", "Kafka",
                "LocalServers",
                "Messaging", "Observability", "Postgres", "TestSupport",
            ],
            path: "Tests/Services/Operator"),
        tests(
            "EventsTests", ["CloudEvents", "Configuration", "Events", "JSON", "Observability", "TestSupport"],
            path: "Tests/Shared/Domain/Events"),
        tests(
            "PathwayEngineTests", ["CloudEvents", "Events", "JSON", "Observability", "PathwayEngine", "TestSupport"],
            path: "Tests/Shared/Domain/PathwayEngine"),
        tests(
            "IssuerTests",
            [
                "cairn-issuer", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "EventStack", "HTTP", "JSON",
                "Kafka", "LocalServers", "Messaging", "Observability", "Postgres", "Templates", "TestSupport",
            ],
            path: "Tests/Services/Issuer"),
        tests(
            "PathwayTests",
            [
                "cairn-pathway", "Chassis", "CloudEvents", "Configuration", "Crypto", "Events", "EventStack", "HTTP", "JSON",
                "LocalServers",
                "Messaging", "Observability", "PathwayEngine", "Postgres", "Templates", "TestSupport",
            ],
            path: "Tests/Services/Pathway"),
        tests(
            "VerifierTests",
            [
                "cairn-verifier", "Catalogue", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "EventStack",
                "HTTP",
                "JSON", "LocalServers", "Messaging", "Observability", "Postgres", "TestSupport",
            ],
            path: "Tests/Services/Verifier"),
        tests("MatchEngineTests", ["MatchEngine", "TestSupport"], path: "Tests/Shared/Domain/MatchEngine"),
        tests(
            "MatchingTests",
            [
                "cairn-matching", "Chassis", "CloudEvents", "Configuration", "Crypto", "Events", "EventStack", "HTTP", "JSON",
                "LocalServers",
                "MatchEngine", "Messaging", "Observability", "Postgres", "TestSupport",
            ],
            path: "Tests/Services/Matching"),
        tests(
            "WalletTests",
            [
                "cairn-wallet", "Catalogue", "Chassis", "CloudEvents", "Configuration", "Credentials", "Crypto", "Events", "EventStack",
                "HTTP", "JSON", "LocalServers", "Messaging", "Observability", "Postgres", "Templates", "TestSupport", "VerdictPages",
            ],
            path: "Tests/Services/Wallet"),
    ],
    swiftLanguageModes: [.v6]
)

/// What every Swift target is compiled with.
func settings() -> [SwiftSetting] {
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
        .define("FAILPOINTS", .when(configuration: .debug)),
    ]
}

/// A C library of Debian's: a module map and a shim header in `Shared/CLibraries`.
func debian(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(name: name, path: "Shared/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// What any suite of services needs; not a word of credentials.
func platform(_ name: String, _ imports: [Target.Dependency] = [], embedding files: [String] = []) -> Target {
    .target(
        name: name, dependencies: imports, path: "Shared/Platform/\(name)", resources: files.map { .embedInCode($0) },
        swiftSettings: settings())
}

/// What Cairn is about: pure values. Embedded files are compiled in, so that a service is one file.
func domain(_ name: String, _ imports: [Target.Dependency] = [], exclude: [String] = [], embedding files: [String] = []) -> Target {
    .target(
        name: name, dependencies: imports, path: "Shared/Domain/\(name)", exclude: exclude, resources: files.map { .embedInCode($0) },
        swiftSettings: settings())
}

/// An executable that people call. It lies in a folder of its own under `Services`.
func program(_ name: String, folder: String, _ imports: [Target.Dependency], embed: [String] = []) -> Target {
    .executableTarget(
        name: name, dependencies: imports, path: "Services/\(folder)", resources: embed.map { .embedInCode($0) }, swiftSettings: settings())
}

/// A service: an executable named for its folder, with its migrations and its contract compiled in.
func service(_ name: String, _ imports: [Target.Dependency], embedding files: [String]) -> Target {
    .executableTarget(
        name: "cairn-\(name.lowercased())", dependencies: imports, path: "Services/\(name)", resources: files.map { .embedInCode($0) },
        swiftSettings: settings())
}

/// What tests share; nothing of it is shipped.
func support(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, path: "Tests/\(name)", swiftSettings: settings())
}

/// The tests of the module whose name it bears; they lie in the same tree as what they test.
func tests(_ name: String, _ imports: [Target.Dependency], path: String? = nil) -> Target {
    let module = String(name.dropLast("Tests".count))
    return .testTarget(name: name, dependencies: imports, path: path ?? "Tests/Shared/Platform/\(module)", swiftSettings: settings())
}
