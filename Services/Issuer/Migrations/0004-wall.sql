-- Who may see and do what. Row-level security is enabled and forced on every table with a college; without settings there are no rows.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['college', 'signing_key', 'achievement', 'achievement_edition', 'person', 'person_name', 'status_list',
      'status_block', 'credential', 'idempotency_key'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY events ON %I TO issuer_events USING (college = ANY (cairn_colleges()))
        WITH CHECK (college = ANY (cairn_colleges()))', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO issuer_check USING (true)', name);
  END LOOP;
END
$$;

-- The public catalogue: achievements and status lists, which hold nothing of anybody.
CREATE POLICY everybody ON achievement FOR SELECT TO issuer_http USING (true);
CREATE POLICY everybody ON achievement_edition FOR SELECT TO issuer_http USING (true);
CREATE POLICY everybody ON status_list FOR SELECT TO issuer_http USING (true);
CREATE POLICY publish ON achievement FOR INSERT TO issuer_http
  WITH CHECK (cairn_staff(college) AND cairn_has('achievement.publish') AND cairn_campus(campus));
CREATE POLICY publish ON achievement_edition FOR INSERT TO issuer_http
  WITH CHECK (cairn_staff(college) AND cairn_has('achievement.publish'));

-- Keys and entries are the process's own; staff check a key while they issue.
CREATE POLICY process ON college FOR SELECT TO issuer_http USING (cairn_process(college));
CREATE POLICY staff ON college FOR SELECT TO issuer_http USING (cairn_staff(college));
CREATE POLICY process ON signing_key FOR SELECT TO issuer_http USING (cairn_process(college));
CREATE POLICY staff ON signing_key FOR SELECT TO issuer_http USING (cairn_staff(college));
CREATE POLICY process ON status_block TO issuer_http USING (cairn_process(college)) WITH CHECK (cairn_process(college));
CREATE POLICY process ON status_list FOR INSERT TO issuer_http WITH CHECK (cairn_process(college));
CREATE POLICY process_changes ON status_list FOR UPDATE TO issuer_http USING (cairn_process(college));
CREATE POLICY staff ON status_list FOR UPDATE TO issuer_http USING (cairn_staff(college) AND cairn_has('credential.revoke'));

-- People: staff who issue find and add them.
CREATE POLICY staff ON person TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.issue')) WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue'));
CREATE POLICY staff ON person_name TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.issue')) WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue'));
CREATE POLICY staff ON idempotency_key TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.issue')) WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue'));

CREATE POLICY staff ON credential FOR SELECT TO issuer_http
  USING (cairn_staff(college) AND (cairn_has('credential.issue') OR cairn_has('credential.revoke')) AND cairn_campus(campus));
CREATE POLICY learner ON credential FOR SELECT TO issuer_http
  USING (cairn_visitor() = 'learner' AND college = cairn_college() AND person = cairn_person());
CREATE POLICY issue ON credential FOR INSERT TO issuer_http
  WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue') AND cairn_campus(campus));
CREATE POLICY revoke ON credential FOR UPDATE TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.revoke') AND cairn_campus(campus));

GRANT SELECT ON college, signing_key TO issuer_http;
GRANT SELECT, INSERT ON achievement, achievement_edition, person, person_name, status_list, status_block, credential, idempotency_key
  TO issuer_http;
GRANT UPDATE (name) ON person_name TO issuer_http;
GRANT UPDATE (bits, version, is_full, changed_at) ON status_list TO issuer_http;
GRANT UPDATE (leased_by, leased_at) ON status_block TO issuer_http;
GRANT UPDATE (state, version, changed_at, reason) ON credential TO issuer_http;

-- The events login opens a college and is the operators'.
GRANT SELECT, INSERT ON college, signing_key, status_list, status_block TO issuer_events;
GRANT SELECT ON achievement, achievement_edition, person, credential TO issuer_events;

GRANT SELECT ON achievement, achievement_edition, person, status_list, status_block, credential, idempotency_key
  TO issuer_check;
GRANT SELECT (college, issuer, name, public_url, version, opened_at) ON college TO issuer_check;
GRANT SELECT (college, id, did, method, state, since, until) ON signing_key TO issuer_check;
