/// What the process's variables say.
struct EnvironmentSource {
    let variables: [String: String]
    let foreign: Set<String>

    func settings(for keys: [KeyDeclaration]) -> Settings {
        var settings = Settings()
        var values: [String: KeyDeclaration] = [:]
        var files: [String: KeyDeclaration] = [:]
        for key in keys {
            if let name = key.environment { values[name] = key }
            if key.isSecret, let name = key.fileEnvironment { files[name] = key }
        }
        for (name, text) in self.variables.sorted(by: { $0.key < $1.key }) where name.hasPrefix(KeyDeclaration.environmentPrefix) {
            let origin = ConfigurationProblem.Origin.environment(name)
            if let key = values[name] {
                settings.set(key, to: text, at: origin)
            } else if let key = files[name] {
                settings.set(key, toFile: text, at: origin)
            } else if !self.foreign.contains(name) {
                settings.refuse(
                    at: origin, "is not known" + NearestName.hint(for: name, among: Array(values.keys.sorted()) + files.keys.sorted()))
            }
        }
        return settings
    }
}
