import Glibc

/// The `java` that is on this machine.
enum JavaProgram {
    /// That of `JAVA_HOME`, else the first one in PATH.
    static func find() throws(KafkaServerError) -> String {
        if let home = getenv("JAVA_HOME") {
            let path = String(cString: home) + "/bin/java"
            if access(path, X_OK) == 0 { return path }
        }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        for folder in folders.split(separator: ":") {
            let path = "\(folder)/java"
            if access(path, X_OK) == 0 { return path }
        }
        throw .noJava
    }
}
