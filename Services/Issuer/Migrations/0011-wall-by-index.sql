-- The wall, so that an index leads to a college's rows: `cairn_staff(college)` alone is a question that must be asked of every row of every college.
DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN SELECT tablename, policyname, qual FROM pg_policies
      WHERE schemaname = current_schema() AND roles = '{issuer_http}' AND qual LIKE '%cairn_staff(college)%' LOOP
    EXECUTE format('ALTER POLICY %I ON %I USING (college = cairn_college() AND %s)', policy.policyname, policy.tablename, policy.qual);
  END LOOP;
END
$$;

-- Questions as they are listed: those that nobody has decided first, then the newest.
CREATE INDEX review_newest ON review (college, (decided_at IS NOT NULL), opened_at DESC, id);
