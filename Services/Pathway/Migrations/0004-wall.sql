-- Who may see and do what. Row-level security is enabled and forced on every table with a college; without settings there are no rows.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['college', 'issuer', 'achievement', 'pathway', 'pathway_edition', 'pathway_leaf', 'person', 'credential',
      'progress', 'sweep', 'turning'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO pathway_check USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['college', 'issuer', 'achievement', 'pathway', 'pathway_edition', 'pathway_leaf', 'person', 'credential',
      'progress'] LOOP
    EXECUTE format('CREATE POLICY events ON %I TO pathway_events USING (college = ANY (cairn_colleges()))
        WITH CHECK (college = ANY (cairn_colleges()))', name);
  END LOOP;
END
$$;

-- Work that waits names colleges and pseudonyms only. Whoever does it must find it before it knows whose it is.
CREATE POLICY queue ON sweep TO pathway_events USING (true) WITH CHECK (true);
CREATE POLICY queue ON turning TO pathway_events USING (true) WITH CHECK (true);

-- Public: the catalogue, and pathways, which hold nothing of anybody.
CREATE POLICY everybody ON issuer FOR SELECT TO pathway_http USING (true);
CREATE POLICY everybody ON achievement FOR SELECT TO pathway_http USING (true);
CREATE POLICY everybody ON pathway FOR SELECT TO pathway_http USING (true);
CREATE POLICY everybody ON pathway_edition FOR SELECT TO pathway_http USING (true);
CREATE POLICY everybody ON pathway_leaf FOR SELECT TO pathway_http USING (true);

-- Staff publish in their own college.
CREATE POLICY staff ON college TO pathway_http
  USING (cairn_staff(college) AND cairn_has('pathway.publish')) WITH CHECK (cairn_staff(college) AND cairn_has('pathway.publish'));
CREATE POLICY publish ON pathway FOR INSERT TO pathway_http WITH CHECK (cairn_staff(college) AND cairn_has('pathway.publish'));
CREATE POLICY publish_again ON pathway FOR UPDATE TO pathway_http USING (cairn_staff(college) AND cairn_has('pathway.publish'));
CREATE POLICY publish ON pathway_edition FOR INSERT TO pathway_http WITH CHECK (cairn_staff(college) AND cairn_has('pathway.publish'));
CREATE POLICY publish ON pathway_leaf FOR INSERT TO pathway_http WITH CHECK (cairn_staff(college) AND cairn_has('pathway.publish'));
CREATE POLICY publish ON sweep FOR INSERT TO pathway_http WITH CHECK (cairn_staff(college) AND cairn_has('pathway.publish'));

-- A learner sees her own; staff of the college see how far people are.
CREATE POLICY learner ON credential FOR SELECT TO pathway_http USING (cairn_learner(college, person));
CREATE POLICY learner ON progress FOR SELECT TO pathway_http USING (cairn_learner(college, person));
CREATE POLICY staff ON progress FOR SELECT TO pathway_http
  USING (cairn_staff(college) AND (cairn_has('pathway.publish') OR cairn_has('people.read')));

GRANT SELECT ON issuer, achievement, pathway, pathway_edition, pathway_leaf, credential TO pathway_http;
GRANT SELECT ON progress TO pathway_http;
GRANT SELECT, INSERT, UPDATE ON college TO pathway_http;
GRANT INSERT ON pathway, pathway_edition, pathway_leaf TO pathway_http;
GRANT INSERT (college, pathway) ON sweep TO pathway_http;
GRANT UPDATE (edition) ON pathway TO pathway_http;

GRANT SELECT, INSERT, UPDATE ON college, issuer, achievement, person, credential, progress TO pathway_events;
GRANT SELECT ON pathway, pathway_edition, pathway_leaf TO pathway_events;
GRANT SELECT, INSERT, UPDATE, DELETE ON sweep, turning TO pathway_events;

GRANT SELECT ON college, issuer, achievement, pathway, pathway_edition, pathway_leaf, person, credential, progress, sweep, turning
  TO pathway_check;
