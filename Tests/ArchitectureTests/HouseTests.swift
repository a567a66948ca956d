import TestSupport
import Testing

@Suite struct `The house` {
    private let tree: SourceTree

    init() throws {
        self.tree = try SourceTree()
    }

    private var modules: [SourceTree.Target] {
        self.tree.targets.filter { ["platform", "domain", "service", "program"].contains($0.kind) }
    }

    /// Modules that come with the toolchain. Whole Foundation is not among them: it is 70 MB and ICU.
    private static let toolchain: Set<String> = ["Glibc", "Synchronization", "Dispatch", "FoundationEssentials"]

    @Test func `has a manifest that this test can read`() {
        #expect(self.tree.targets.count > 20)
        #expect(self.tree.targets.first { $0.name == "HTTP" && $0.kind == "platform" }?.imports.contains("CMicroHTTPD") == true)
        #expect(self.tree.files.count > 20)
    }

    @Test func `has modules that import what their line in the manifest names, all of it and nothing else`() {
        for target in self.modules {
            let imported = Set(self.tree.files(of: target).flatMap(\.imports)).subtracting(Self.toolchain)
            #expect(imported == target.imports, "\(target.name)")
        }
    }

    @Test func `keeps Platform free of Domain, and Shared free of Services`() {
        let kinds = Dictionary(uniqueKeysWithValues: self.tree.targets.map { ($0.name, $0.kind) })
        for target in self.modules {
            for name in target.imports {
                let kind = kinds[name] ?? "unknown"
                switch target.kind {
                case "platform": #expect(["debian", "platform"].contains(kind), "\(target.name) imports \(name)")
                case "domain": #expect(["domain", "platform"].contains(kind), "\(target.name) imports \(name)")
                default: #expect(["domain", "platform"].contains(kind), "\(target.name) imports \(name)")
                }
            }
        }
    }

    @Test func `lets each C library in through one module`() {
        for library in self.tree.targets where library.kind == "debian" {
            let users = self.modules.filter { $0.imports.contains(library.name) }.map(\.name)
            #expect(users.count <= 1, "\(library.name) is imported by \(users)")
        }
    }

    @Test func `keeps Domain pure: no clock, no randomness, no files`() {
        for target in self.tree.targets where target.kind == "domain" {
            let impure = self.tree.files(of: target).flatMap {
                $0.places(of: /\bWallTime\.now\(|ContinuousClock\(|\.random\(|SystemRandomNumberGenerator|fopen\(/)
            }
            #expect(impure.isEmpty, "\(target.name)")
        }
    }

    @Test func `knows threads in one module, and no unstructured task outside the HTTP server`() {
        let product = self.tree.files.filter { !$0.path.hasPrefix("Tests/") }
        let threads = product.filter { !$0.path.hasPrefix("Shared/Platform/Threads/") }
            .flatMap { $0.places(of: /pthread_create|DispatchQueue|Foundation\.Thread/) }
        #expect(threads.isEmpty)
        let tasks = product.filter { !$0.path.hasPrefix("Shared/Platform/HTTP/") }
            .flatMap { $0.places(of: /\bTask(\.detached)?(<[^>]*>)?(\([^)]*\))? \{/) }
        #expect(tasks.isEmpty)
    }

    @Test func `lets no service name Kafka: Chassis wires it`() {
        let services = self.tree.files.filter { $0.path.hasPrefix("Services/") && !$0.path.hasPrefix("Services/Operator/") }
        let users = services.filter { $0.imports.contains("Kafka") }.map(\.path)
        #expect(users.isEmpty)
    }

    @Test func `has rooms of one thing: no file over 300 lines`() {
        let long = self.tree.files.filter { $0.lines.count > 301 }.map { "\($0.path): \($0.lines.count)" }
        #expect(long.isEmpty)
    }

    @Test func `never throws an error away, forces a try or traps on input without saying why`() {
        let product = self.tree.files.filter { !$0.path.hasPrefix("Tests/") }
        for file in product {
            for (number, line) in file.lines.enumerated()
            where line.contains(/\btry\?|\btry!|\bas!|\bfatalError\(|@unchecked Sendable|nonisolated\(unsafe\)/) {
                let before = number > 0 ? file.lines[number - 1] : ""
                #expect(line.contains("//") || before.contains("//"), "\(file.path):\(number + 1) needs its reason beside it")
            }
        }
    }
}
