package import TestSupport

/// Drives a service's tables as strangers would, by each of its logins, and opens each policy in turn to see that the drive notices.
///
/// A stranger is somebody to whom no row belongs: staff of a college that is not there, a learner whom nobody knows, nobody at all. Whatever she
/// sees, changes, takes out or adds is somebody else's. The superuser asks in the logins' names (SET ROLE), so that their rights and policies hold.
package struct PolicyDrive: Sendable {
    /// What the policies of a schema let strangers do.
    package struct Report: Sendable {
        /// What strangers can do while all stands as it is: "wallet_http reads role".
        package var open: Set<String> = []
        /// Every policy by its table and name, and what opening it lets strangers do beyond that.
        package var opened: [String: Set<String>] = [:]
        /// The policies of which opening changed nothing.
        package var unseen: Set<String> { Set(self.opened.filter(\.value.isEmpty).keys) }
    }

    private let sql: TestDatabase
    private let schema: String

    /// The tables of a service in a database. Each must hold a row: an empty one shows nothing.
    package init(_ sql: TestDatabase, schema: String) {
        self.sql = sql
        self.schema = schema
    }

    /// Tables with row-level security in which no row stands, so that nothing of them could be seen.
    package func emptyTables() async throws -> [String] {
        try await self.lines(Self.functions(self.schema) + "SELECT pg_temp.empty_tables();")
    }

    /// Drives all tables; then opens each policy, drives its table again, and closes it.
    package func run() async throws -> Report {
        var report = Report()
        report.open = Set(try await self.lines(Self.functions(self.schema) + "SELECT pg_temp.drive(NULL);"))
        for line in try await self.lines(Self.functions(self.schema) + "SELECT pg_temp.open_each();") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let found = parts[1].split(separator: ",").map(String.init)
            report.opened[parts[0]] = Set(found).subtracting(report.open)
        }
        return report
    }

    private func lines(_ script: String) async throws -> [String] {
        try await self.sql.execute(script).split(separator: "\n").map(String.init)
    }

    /// Every setting of a stranger, one JSON object each.
    private static let strangers: [String] = {
        let scopes = [
            "achievement.publish", "campus.write", "credential.issue", "credential.revoke", "match.read", "pathway.publish", "people.read",
            "review.decide", "role.post",
        ].joined(separator: " ")
        let nobody = "00000000-0000-0000-0000-00000000dead"
        let settings: [[(String, String)]] = [
            [], [("visitor", "anonymous")], [("visitor", "staff"), ("college", "999"), ("scopes", scopes)],
            [("visitor", "learner"), ("college", "1"), ("person", nobody)],
            [("visitor", "employer"), ("employer", nobody), ("scopes", scopes)], [("visitor", "share-link"), ("link", nobody)],
            [("visitor", "process"), ("college", "999")], [("visitor", "sign-in"), ("college", "999")],
            [("visitor", "events"), ("colleges", "{999}")],
        ]
        return settings.map { "{" + $0.map { "\"cairn.\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ") + "}" }
    }()

    /// The drive, as functions of the session.
    private static func functions(_ schema: String) -> String {
        """
        SET search_path = \(schema);
        CREATE FUNCTION pg_temp.closed_tables() RETURNS SETOF name LANGUAGE sql AS $$
          SELECT relname FROM pg_class WHERE relnamespace = '\(schema)'::regnamespace AND relkind = 'r' AND relrowsecurity ORDER BY relname
        $$;
        CREATE FUNCTION pg_temp.empty_tables() RETURNS SETOF name LANGUAGE plpgsql AS $$
        DECLARE
          place name;
          has_row boolean;
        BEGIN
          FOR place IN SELECT pg_temp.closed_tables() LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', place) INTO has_row;
            IF NOT has_row THEN RETURN NEXT place; END IF;
          END LOOP;
        END
        $$;
        -- Whether a login gets past the policies with a statement. What other rules refuse has passed them; nothing of it stays.
        CREATE FUNCTION pg_temp.passes(login text, settings jsonb, statement text) RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE
          setting record;
          touched bigint := 0;
        BEGIN
          FOR setting IN SELECT key, value FROM jsonb_each_text(settings) LOOP PERFORM set_config(setting.key, setting.value, true); END LOOP;
          EXECUTE format('SET LOCAL ROLE %I', login);
          EXECUTE statement;
          GET DIAGNOSTICS touched = ROW_COUNT;
          RAISE EXCEPTION 'all is undone' USING ERRCODE = 'ZZ999';
        EXCEPTION
          WHEN insufficient_privilege THEN RETURN false;
          WHEN SQLSTATE 'ZZ999' THEN RETURN touched > 0;
          WHEN integrity_constraint_violation THEN RETURN true;
        END
        $$;
        -- What strangers can do with one table, or with all.
        CREATE FUNCTION pg_temp.drive(chosen name) RETURNS SETOF text LANGUAGE plpgsql AS $$
        DECLARE
          place name;
          login text;
          stranger jsonb;
          verb text;
          statement text;
          statements jsonb;
        BEGIN
          FOR place IN SELECT t FROM pg_temp.closed_tables() AS t WHERE chosen IS NULL OR t = chosen LOOP
            FOREACH login IN ARRAY ARRAY['\(schema)_http', '\(schema)_events', '\(schema)_check'] LOOP
              statements := pg_temp.statements(login, place);
              FOR verb, statement IN SELECT key, value FROM jsonb_each_text(statements) LOOP
                FOR stranger IN SELECT unnest(ARRAY[\(Self.strangers.map { "'\($0)'" }.joined(separator: ", "))]::jsonb[]) LOOP
                  IF pg_temp.passes(login, stranger, statement) THEN
                    RETURN NEXT format('%s %s %s', login, verb, place);
                    EXIT;
                  END IF;
                END LOOP;
              END LOOP;
            END LOOP;
          END LOOP;
        END
        $$;
        -- The statements that a login has the right to, such that a policy of one command alone decides on each: no row is looked at but by it.
        CREATE FUNCTION pg_temp.statements(login text, place name) RETURNS jsonb LANGUAGE plpgsql AS $$
        DECLARE
          made jsonb := '{}';
          sample jsonb;
          column_name name;
        BEGIN
          IF has_any_column_privilege(login, place::regclass, 'SELECT') THEN
            SELECT attname INTO column_name FROM pg_attribute
            WHERE attrelid = place::regclass AND attnum > 0 AND has_column_privilege(login, attrelid, attnum, 'SELECT') LIMIT 1;
            made := made || jsonb_build_object('reads', format('SELECT %I FROM %I LIMIT 1', column_name, place));
          END IF;
          SELECT attname INTO column_name FROM pg_attribute
          WHERE attrelid = place::regclass AND attnum > 0 AND NOT attisdropped AND has_column_privilege(login, attrelid, attnum, 'UPDATE') LIMIT 1;
          IF FOUND THEN made := made || jsonb_build_object('changes', format('UPDATE %I SET %I = DEFAULT', place, column_name)); END IF;
          IF has_table_privilege(login, place::regclass, 'DELETE') THEN
            made := made || jsonb_build_object('takes from', format('DELETE FROM %I', place));
          END IF;
          IF has_any_column_privilege(login, place::regclass, 'INSERT') THEN
            EXECUTE format('SELECT to_jsonb(t) FROM %I t LIMIT 1', place) INTO sample;
            made := made || (SELECT jsonb_build_object('adds to', format('INSERT INTO %I (%s) SELECT %s FROM jsonb_populate_record(NULL::%I, %L) AS t',
                place, string_agg(quote_ident(attname), ', '), string_agg('t.' || quote_ident(attname), ', '), place, sample))
              FROM pg_attribute WHERE attrelid = place::regclass AND attnum > 0 AND NOT attisdropped
                AND attidentity <> 'a' AND has_column_privilege(login, attrelid, attnum, 'INSERT'));
          END IF;
          RETURN made;
        END
        $$;
        -- Each policy: its place, then what strangers can do once it is open.
        CREATE FUNCTION pg_temp.open_each() RETURNS SETOF text LANGUAGE plpgsql AS $$
        DECLARE
          policy record;
          found text;
        BEGIN
          FOR policy IN SELECT tablename, policyname, cmd FROM pg_policies WHERE schemaname = '\(schema)' ORDER BY 1, 2 LOOP
            BEGIN
              EXECUTE format('ALTER POLICY %I ON %I %s %s', policy.policyname, policy.tablename,
                CASE WHEN policy.cmd <> 'INSERT' THEN 'USING (true)' END,
                CASE WHEN policy.cmd IN ('ALL', 'INSERT', 'UPDATE') THEN 'WITH CHECK (true)' END);
              SELECT string_agg(leak, ',') INTO found FROM pg_temp.drive(policy.tablename) AS leak;
              RAISE EXCEPTION 'it is closed again' USING ERRCODE = 'ZZ998';
            EXCEPTION WHEN SQLSTATE 'ZZ998' THEN
              RETURN NEXT format('%s.%s|%s', policy.tablename, policy.policyname, coalesce(found, ''));
            END;
          END LOOP;
        END
        $$;

        """
    }
}
