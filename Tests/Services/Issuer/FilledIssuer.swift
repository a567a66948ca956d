import JSON
import TestSupport
import Testing

@testable import cairn_issuer

extension IssuerStory {
    /// Two colleges after some years: 50,000 credentials each, and what led to them.
    func fillWithYears() async throws {
        for college: Int32 in [1, 2] { try await self.openCampuses(college) }
        try await self.sql.execute(
            """
            SET search_path = issuer;
            SET session_replication_role = replica;  -- what refers to what is right as it is written, and need not be looked up row by row
            INSERT INTO achievement (college, id, code)
            SELECT college, gen_random_uuid(), 'A-' || n FROM generate_series(1, 2) AS college, generate_series(1, 300) AS n;
            INSERT INTO achievement_edition
                (college, achievement, edition, kind, name, description, criteria, alignments, published_at)
            SELECT college, id, 1, 'MicroCredential', code, 'Welds.', 'Three welds.', '[]', now() FROM achievement WHERE code LIKE 'A-%';
            INSERT INTO status_list (college, id, purpose, is_full, bits, changed_at)
            SELECT college, gen_random_uuid(), purpose, true, decode(repeat('00', 16384), 'hex'), now() - interval '1 day'
            FROM generate_series(1, 2) AS college, unnest('{revocation,suspension}'::text[]) AS purpose;

            CREATE TABLE public.past AS
            SELECT college, n, sha256((college || '-' || n)::bytea) AS hash, gen_random_uuid() AS person, gen_random_uuid() AS credential,
                gen_random_uuid() AS other
            FROM generate_series(1, 2) AS college, generate_series(1, 25000) AS n;
            ANALYZE public.past, achievement;
            INSERT INTO person (college, student_hash, person, student) SELECT college, hash, person, '\\x00' FROM public.past;
            INSERT INTO person_name (college, person, name) SELECT college, person, 'Ada' FROM public.past;
            INSERT INTO credential (college, id, person, achievement, edition, completed_on, issued_at, valid_from, changed_at, signing_key,
                revocation, suspension, entry, document)
            SELECT p.college, CASE k WHEN 0 THEN p.credential ELSE p.other END, p.person, a.id, 1, '2025-01-01'::date + k,
                now() - n * interval '1 hour', now(), now(), s.id, r.id, u.id, 2 * n + k, '{}'
            FROM public.past p CROSS JOIN generate_series(0, 1) AS k
            JOIN achievement a ON a.college = p.college AND a.code = 'A-' || (p.n + 7 * k) % 300 + 1
            JOIN signing_key s ON s.college = p.college
            JOIN status_list r ON r.college = p.college AND r.purpose = 'revocation' AND r.is_full
            JOIN status_list u ON u.college = p.college AND u.purpose = 'suspension' AND u.is_full;
            ANALYZE credential;
            INSERT INTO idempotency_key (college, key, digest, credential, used_at)
            SELECT college, 'old-' || id, '\\x00', id, now() FROM credential;

            INSERT INTO batch (college, id, state, rows, ready, issued, wrong, added_at, changed_at)
            SELECT college, gen_random_uuid(), CASE WHEN n % 50 = 0 THEN 'checked' ELSE 'done' END, 500, 250,
                CASE WHEN n % 50 = 0 THEN 0 ELSE 250 END, 250, now() - n * interval '1 day', now()
            FROM generate_series(1, 2) AS college, generate_series(1, 200) AS n;
            CREATE TABLE public.line AS
            SELECT b.college, b.id AS batch, b.state, row_number() OVER (PARTITION BY b.college ORDER BY b.id, n) AS place, n
            FROM batch b, generate_series(1, 250) AS n;
            ANALYZE public.line;
            INSERT INTO batch_item
                (college, batch, line, student_hash, person, campus, achievement, edition, completed_on, details, state, credential)
            SELECT l.college, l.batch, l.n, p.hash, p.person, gen_random_uuid(), c.achievement, 1, c.completed_on,
                CASE WHEN l.state = 'checked' THEN '\\x00'::bytea END, CASE WHEN l.state = 'checked' THEN 'ready' ELSE 'issued' END,
                CASE WHEN l.state = 'checked' THEN NULL ELSE c.id END
            FROM public.line l JOIN public.past p ON p.college = l.college AND p.n = l.place % 25000 + 1
            JOIN credential c ON c.id = p.credential;
            INSERT INTO batch_fault (college, batch, line, place, column_name, sentence)
            SELECT college, batch, 250 + n, 1, 'campus', 'No.' FROM public.line;

            INSERT INTO award_order (college, person, pathway, pathway_edition, achievement, edition, earned_by, completed_on, ordered_at,
                credential)
            SELECT p.college, p.person, md5('pathway')::uuid, 1, c.achievement, 1, '{}', c.completed_on, now() - n * interval '1 hour', c.id
            FROM public.past p JOIN credential c ON c.id = p.credential;
            INSERT INTO review (college, award_order, person, achievement, credential, opened_at, decision, reason, decided_at)
            SELECT college, id, person, achievement, credential, ordered_at, 'keep', 'Why not.', now() FROM award_order;
            INSERT INTO review (college, award_order, person, achievement, credential, opened_at)
            SELECT college, id, person, achievement, credential, ordered_at FROM award_order WHERE ordered_at > now() - interval '100 hours';
            DROP TABLE public.line;
            ANALYZE college, signing_key, achievement, achievement_edition, person, person_name, status_list, status_block, credential,
                idempotency_key, batch, batch_item, batch_fault, award_order, review
            """)
    }
}
