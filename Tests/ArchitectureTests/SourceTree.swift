import TestSupport

/// The project's own Swift files and its manifest, as text.
struct SourceTree {
    /// One Swift file.
    struct File {
        /// Relative to the package's root.
        let path: String
        let lines: [Substring]

        /// The modules that its import lines name.
        var imports: [String] {
            self.lines.compactMap { line in
                line.firstMatch(
                    of:
                        /^(?:@testable |@_exported )?(?:public |package |internal |private |fileprivate )?import (?:struct |enum |class |func )?(\w+)/
                )
                .map { String($0.1) }
            }
        }

        /// Where the code itself, comments left out, matches.
        func places(of pattern: some RegexComponent) -> [String] {
            self.lines.enumerated().compactMap { number, line in
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                return code.firstMatch(of: pattern) == nil ? nil : "\(self.path):\(number + 1)"
            }
        }
    }

    /// A target as the manifest declares it.
    struct Target {
        let name: String
        let kind: String
        /// The folder that it lies in, when that is not called like the target.
        let folder: String?
        let imports: Set<String>
    }

    let files: [File]
    let targets: [Target]

    init() throws {
        let root = SharedFiles.packageRoot
        let folders = try ["Shared", "Services", "Tests"].filter { try SharedFiles.entries(of: root).contains($0) }
        self.files = try folders.flatMap { try Self.swiftFiles(in: $0, root: root) }
        let manifest = String(decoding: try SharedFiles.contents(of: root + "/Package.swift"), as: UTF8.self)
        let line =
            /(?<kind>debian|platform|domain|service|support|tests|program)\(\s*"(?<name>\w+)"(?:,\s*folder: "(?<folder>\w+)")?(?:,\s*\[(?<imports>[^\]]*)\])?/
        self.targets = manifest.matches(of: line).map { match in
            let imports = (match.output.imports ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
            return Target(
                name: String(match.output.name), kind: String(match.output.kind), folder: match.output.folder.map(String.init),
                imports: Set(imports))
        }
    }

    /// The files of one module of Shared or Services.
    func files(of target: Target) -> [File] {
        let folder =
            switch target.kind {
            case "platform": "Shared/Platform/\(target.name)/"
            case "domain": "Shared/Domain/\(target.name)/"
            default: "Services/\(target.folder ?? target.name)/"
            }
        return self.files.filter { $0.path.hasPrefix(folder) }
    }

    private static func swiftFiles(in folder: String, root: String) throws -> [File] {
        try SharedFiles.entries(of: "\(root)/\(folder)").flatMap { name -> [File] in
            let path = "\(folder)/\(name)"
            if name.hasSuffix(".swift") {
                let text = String(decoding: try SharedFiles.contents(of: "\(root)/\(path)"), as: UTF8.self)
                return [File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))]
            }
            return name.contains(".") ? [] : try Self.swiftFiles(in: path, root: root)
        }
    }
}
