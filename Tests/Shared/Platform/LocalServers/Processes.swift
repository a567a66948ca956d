import TestSupport

/// Whether a process lives; one that has ended and only waits to be reaped does not.
func lives(_ process: Int32) -> Bool {
    guard let text = try? SharedFiles.contents(of: "/proc/\(process)/stat") else { return false }  // no such file: no such process
    return !String(decoding: text, as: UTF8.self).contains(") Z ")
}

/// Waits until a process is gone, ten seconds at most.
func waitForEnd(of process: Int32) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while lives(process), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
    return !lives(process)
}
