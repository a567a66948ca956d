/// What the command line says.
struct FlagSource {
    /// How often one flag may be said.
    static let repeatLimit = 64

    let flags: [ConfigurationSources.Flag]

    func settings(for keys: [KeyDeclaration]) -> Settings {
        var settings = Settings()
        let byFlag = Dictionary(uniqueKeysWithValues: keys.map { ($0.flag, $0) })
        var times: [String: Int] = [:]
        for flag in self.flags {
            let origin = ConfigurationProblem.Origin.flag(flag.name)
            let denied = flag.name.hasPrefix("--no-") ? byFlag["--" + flag.name.dropFirst(5)] : nil
            guard let key = byFlag[flag.name] ?? denied.flatMap({ $0.kind == .truth ? $0 : nil }) else {
                settings.refuse(at: origin, self.unknown(flag.name, keys))
                continue
            }
            times[key.name, default: 0] += 1
            let limit = key.isRepeatable ? Self.repeatLimit : 1
            guard times[key.name, default: 0] <= limit else {
                settings.refuse(key, at: origin, limit == 1 ? "is said twice" : "is said more than \(limit) times")
                continue
            }
            switch (key.kind, flag.value) {
            case (.truth, nil): settings.set(key, to: byFlag[flag.name] == nil ? "false" : "true", at: origin)
            case (.truth, _?) where byFlag[flag.name] == nil: settings.refuse(key, at: origin, "takes no value")
            case (_, nil): settings.refuse(key, at: origin, "needs a value: \(key.expected)")
            case (.secret, let path?): settings.set(key, toFile: path, at: origin)
            case (_, let value?) where key.isRepeatable: settings.add(value, to: key, at: origin)
            case (_, let value?): settings.set(key, to: value, at: origin)
            }
        }
        return settings
    }

    private func unknown(_ name: String, _ keys: [KeyDeclaration]) -> String {
        if name == "--config" { return "needs the path of a file, once" }
        if let secret = keys.first(where: { $0.isSecret && $0.flag == name + "-file" }) {
            return "would show a secret to everybody on this machine; give \(secret.flag) PATH or \(secret.environment ?? "a file") instead"
        }
        return "is not known" + NearestName.hint(for: name, among: keys.map(\.flag))
    }
}
