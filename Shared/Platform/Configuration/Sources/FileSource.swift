/// What the configuration file says.
struct FileSource {
    let path: String
    /// Settings that are known, but not read here.
    let otherKeys: [KeyDeclaration]

    func settings(for keys: [KeyDeclaration]) -> Settings {
        var settings = Settings()
        do {
            let document = try YAMLDocument(parsing: FileContents.read(self.path, limit: YAMLDocument.sizeLimit))
            let known = Known(keys.filter { !$0.isFlagOnly }, others: self.otherKeys)
            try self.read(document.root, under: "", known, into: &settings)
        } catch let error as YAMLError {
            settings.refuse(at: .file(path: self.path, error.place), error.message)
        } catch {
            settings.refuse(at: .file(path: self.path, nil), "\(error)")
        }
        return settings
    }

    private struct Known {
        let values: [String: KeyDeclaration]
        let files: [String: KeyDeclaration]
        let sections: Set<String>
        let others: Set<String>

        init(_ keys: [KeyDeclaration], others: [KeyDeclaration]) {
            self.values = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0) })
            self.files = Dictionary(uniqueKeysWithValues: keys.filter(\.isSecret).map { ($0.fileName, $0) })
            var sections: Set<String> = []
            for key in keys + others {
                let parts = key.name.split(separator: ".")
                for count in 1..<max(1, parts.count) { sections.insert(parts.prefix(count).joined(separator: ".")) }
            }
            self.sections = sections
            self.others = Set(others.flatMap { $0.isSecret ? [$0.name, $0.fileName] : [$0.name] })
        }
    }

    private func read(_ node: YAMLNode, under section: String, _ known: Known, into settings: inout Settings) throws(YAMLError) {
        for member in try node.members() {
            let name = section.isEmpty ? member.name : "\(section).\(member.name)"
            let origin = ConfigurationProblem.Origin.file(path: self.path, member.place)
            if let key = known.values[name] {
                if let text = self.text(of: member.value) {
                    settings.set(key, to: text, at: origin)
                } else {
                    settings.refuse(key, at: origin, "\(name) should be \(key.expected)")
                }
            } else if let key = known.files[name] {
                settings.set(key, toFile: try member.value.text(), at: origin)
            } else if known.sections.contains(name) {
                if !member.value.isNull { try self.read(member.value, under: name, known, into: &settings) }
            } else if !known.others.contains(name) {
                let names = Array(known.values.keys) + Array(known.files.keys) + Array(known.sections)
                settings.refuse(at: origin, "\(name) is not known" + NearestName.hint(for: name, among: names.sorted()))
            }
        }
    }

    /// A list of texts counts as one text with commas; nil for anything else that is no text.
    private func text(of node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text, _): return node.isNull ? nil : text
        case .mapping: return nil
        case .sequence(let items):
            var texts: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content, !item.isNull, !text.contains(",") else { return nil }
                texts.append(text)
            }
            return texts.isEmpty ? nil : texts.joined(separator: ",")
        }
    }
}
