-- Who may see what. Row-level security is enabled and forced on every table but the public ones; without settings there are no rows.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['role', 'consent', 'item', 'credential', 'skill'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO matching_check USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['consent', 'item', 'credential', 'skill'] LOOP
    EXECUTE format('CREATE POLICY events ON %I TO matching_events USING (college = ANY (cairn_colleges()))
        WITH CHECK (college = ANY (cairn_colleges()))', name);
  END LOOP;
END
$$;

-- An employer's own roles.
CREATE POLICY employer ON role FOR SELECT TO matching_http USING (employer = cairn_employer());
CREATE POLICY post ON role FOR INSERT TO matching_http WITH CHECK (employer = cairn_employer() AND cairn_has('role.post'));
CREATE POLICY change ON role FOR UPDATE TO matching_http USING (employer = cairn_employer() AND cairn_has('role.post'));

-- What learners let the employer who asks see, now: by the clock of the transaction, whatever events are still on their way.
CREATE POLICY employer ON consent FOR SELECT TO matching_http
  USING (employer = cairn_employer() AND cairn_has('match.read') AND purpose = 'matching' AND state = 'granted' AND ends_at > now()
    AND shares && ARRAY['skills', 'credentials']);

-- The credentials behind those consents: all of a learner's, or those that the items of her consent name. Row by row, by the index of consents:
-- whoever asks begins at a consent, and a list of all consents would be made anew for each.
CREATE POLICY employer ON item FOR SELECT TO matching_http
  USING (cairn_visitor() = 'employer' AND state = 'held'
    AND EXISTS (SELECT FROM consent c WHERE c.college = item.college AND c.person = item.person));
CREATE POLICY employer ON credential FOR SELECT TO matching_http
  USING (cairn_visitor() = 'employer' AND EXISTS (SELECT FROM consent c
    WHERE c.college = credential.college AND c.person = credential.person AND (c.items IS NULL OR EXISTS (SELECT FROM item i
      WHERE i.college = c.college AND i.person = c.person AND i.id = ANY (c.items) AND i.credential = credential.id))));
CREATE POLICY employer ON skill FOR SELECT TO matching_http
  USING (cairn_visitor() = 'employer' AND EXISTS (SELECT FROM consent c
    WHERE c.college = skill.college AND c.person = skill.person AND (c.items IS NULL OR EXISTS (SELECT FROM item i
      WHERE i.college = c.college AND i.person = c.person AND i.id = ANY (c.items) AND i.credential = skill.credential))));

GRANT SELECT ON issuer, achievement TO matching_http, matching_check;
GRANT SELECT, INSERT, UPDATE ON issuer, achievement TO matching_events;
GRANT SELECT, INSERT ON role TO matching_http;
GRANT UPDATE (employer_name, title, region, requirements, state, version, changed_at) ON role TO matching_http;
GRANT SELECT ON consent, item, credential, skill TO matching_http;
GRANT SELECT, INSERT, UPDATE ON consent, item, credential TO matching_events;
GRANT SELECT, INSERT, DELETE ON skill TO matching_events;
GRANT SELECT ON role, consent, item, credential, skill TO matching_check;
-- How old what is known of consents is.
GRANT SELECT (consumer, topic, partition, caught_up_at) ON inbox TO matching_http;
