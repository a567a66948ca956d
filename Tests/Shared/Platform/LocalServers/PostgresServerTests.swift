import Glibc
import LocalServers
import TestSupport
import Testing

/// Gives a test a folder, and takes it away again.
private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = try TestFolder.new()
    do { try await body(folder) } catch {
        try await ChildProcess.run(Command("rm", ["-rf", folder]))
        throw error
    }
    try await ChildProcess.run(Command("rm", ["-rf", folder]))
}

@Suite struct `A PostgreSQL server of our own` {
    private static let quick = ["fsync": "off", "shared_buffers": "16MB"]

    @Test func `gives each test a database that others do not see`() async throws {
        try await withTestDatabase { one in
            try await one.execute("CREATE TABLE mine (id int)")
            try await withTestDatabase { other in
                let seen = try await other.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'")
                #expect(seen == "0\n")
            }
        }
    }

    @Test func `copies for each test what the template holds, which is made once`() async throws {
        let template = TestTemplate("filled", roles: ["filled_test_role"]) { test in
            try await test.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1); GRANT ALL ON t TO filled_test_role")
        }
        for _ in 0..<2 {
            try await withTestDatabase(template) { test in
                let rows = try await test.execute("INSERT INTO t VALUES (2); SELECT count(*) FROM t")
                #expect(rows == "2\n")
            }
        }
    }

    @Test func `sorts by bytes, knows UTF-8 letters, and checks its pages`() async throws {
        try await withTestDatabase { test in
            let answer = try await test.execute(
                "SELECT string_agg(c, '' ORDER BY c), lower('ÀÉ'), current_setting('data_checksums') FROM unnest(ARRAY['b', 'a', 'B', 'é']) c"
            )
            #expect(answer == "Babé|àé|on\n")
        }
    }

    @Test func `is made whole or not at all when its birth is broken off`() async throws {
        try await withFolder { folder in
            let data = folder + "/data"
            // On a busy machine a birth may be over before it can be broken off; then it is tried again from nothing.
            var failure: PostgresServerError?
            for _ in 0..<30 where failure == nil {
                let birth = Task { try await PostgresServer.start(in: folder, settings: Self.quick) }
                try await eventually("initdb has begun") { access(data + ".new/PG_VERSION", F_OK) == 0 || access(data, F_OK) == 0 }
                birth.cancel()
                do { try await birth.value.stop(.immediate) } catch let error as PostgresServerError where access(data, F_OK) != 0 {
                    failure = error
                } catch {}
                if failure == nil { try await ChildProcess.run(Command("rm", ["-rf", "--", data])) }
            }
            #expect(failure == .cancelled)
            #expect(access(data, F_OK) != 0)
            // As a birth leaves it that was killed.
            _ = mkdir(folder + "/data.new", 0o700)
            let server = try await PostgresServer.start(in: folder, settings: Self.quick)
            #expect(try await server.execute("SELECT 1") == "1\n")
            #expect(access(folder + "/data.new", F_OK) != 0)
            await server.stop()
        }
    }

    @Test func `finds its data at the second start, and after a crash`() async throws {
        try await withFolder { folder in
            let first = try await PostgresServer.start(in: folder, settings: Self.quick)
            try await first.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
            await first.stop()
            #expect(first.ending == .exited(0))
            let second = try await PostgresServer.start(in: folder, settings: Self.quick)
            try await second.execute("INSERT INTO kept VALUES (8)")
            let port = second.port
            await second.kill()
            #expect(second.ending == .signalled(9))
            try await second.restart()
            #expect(second.port == port)
            let rows = try await second.execute("SELECT sum(id) FROM kept")
            #expect(rows == "15\n")
            await second.stop(.immediate)
        }
    }

    @Test func `starts though a dead server's number belongs to another process by now`() async throws {
        try await withFolder { folder in
            let first = try await PostgresServer.start(in: folder, settings: Self.quick)
            await first.stop(.immediate)
            var command = Command("sleep", ["1000"])
            command.user = .unprivileged()
            let other = try await ChildProcess.start(command)
            let text = "\(other.id)\n\(folder)/data\n"
            try await ChildProcess.run(Command("sh", ["-c", "printf '%s' \"$1\" > \"$2\"", "sh", text, "\(folder)/data/postmaster.pid"]))
            let second = try await PostgresServer.start(in: folder, settings: Self.quick)
            await second.stop(.immediate)
            #expect(other.ending == nil)
            await other.stop()
        }
    }

    @Test func `says when another one works in its folder`() async throws {
        try await withFolder { folder in
            let first = try await PostgresServer.start(in: folder, settings: Self.quick)
            await #expect(throws: PostgresServerError.inUse(folder: folder, process: first.processID)) {
                try await PostgresServer.start(in: folder, settings: Self.quick, waitingForOther: .zero)
            }
            await first.stop(.immediate)
        }
    }

    @Test func `says what is wrong with its settings, in the server's words`() async throws {
        try await withFolder { folder in
            let error = await #expect(throws: PostgresServerError.self) {
                try await PostgresServer.start(in: folder, settings: Self.quick.merging(["max_connections": "many"]) { $1 })
            }
            guard case .ended(.exited(1), let log) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(log.contains("max_connections"))
        }
    }

    @Test func `says which package is missing`() async throws {
        let error = await #expect(throws: PostgresServerError.self) { try await PostgresPrograms.find(version: 99) }
        #expect(error?.description.contains("apt-get install postgresql") == true)
        try await withFolder { folder in
            try await ChildProcess.run(Command("sh", ["-c", "mkdir \"$1/data\" && echo 99 > \"$1/data/PG_VERSION\"", "sh", folder]))
            let old = await #expect(throws: PostgresServerError.otherVersion(folder: folder, version: 99)) {
                try await PostgresServer.start(in: folder)
            }
            #expect(old?.description.contains("apt-get install postgresql-99") == true)
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `says which folder its user can't enter`() async throws {
        try await withFolder { folder in
            await #expect(throws: PostgresServerError.unreachable(folder: "\(folder)/a/b", barrier: folder, user: "postgres")) {
                try await PostgresServer.start(in: "\(folder)/a/b", user: SystemUser.named("postgres"))
            }
        }
    }

    @Test func `dies with the process that started it`() async throws {
        try await withFolder { folder in
            let result = try await #require(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                [folder = folder as String] in
                let server = try await PostgresServer.start(in: folder, settings: ["fsync": "off"])
                print("server \(server.processID)")
                fflush(nil)
                kill(getpid(), SIGKILL)
            }
            let output = String(decoding: result.standardOutputContent, as: UTF8.self)
            let number = try #require(output.split(separator: "\n").first { $0.hasPrefix("server ") }?.dropFirst(7))
            let gone = try await waitForEnd(of: try #require(Int32(number)))
            #expect(gone)
        }
    }

    @Test func `takes its folder along when it was a test's`() async throws {
        let result = try await #require(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
            let server = try await TestPostgres.shared()
            print("folder \(try await server.execute("SELECT current_setting('data_directory')"))")
            fflush(nil)
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let folder = String(try #require(output.split(separator: "\n").first { $0.hasPrefix("folder ") }?.dropFirst(7)))
        let deadline = ContinuousClock.now + .seconds(15)
        while access(folder, F_OK) == 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        #expect(access(folder, F_OK) != 0)
    }
}
