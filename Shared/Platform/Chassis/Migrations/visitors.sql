-- Who asks, as row-level security reads it from the settings of a transaction. Without settings there are no rows. The search path is the service's schema.

-- A setting that was local to a past transaction of the session reads as '', not as NULL.
CREATE FUNCTION cairn_visitor() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('cairn.visitor', true), '') $$;
CREATE FUNCTION cairn_college() RETURNS int LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('cairn.college', true), '')::int $$;
CREATE FUNCTION cairn_person() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('cairn.person', true), '')::uuid $$;
CREATE FUNCTION cairn_colleges() RETURNS int[] LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('cairn.colleges', true), '')::int[] $$;
CREATE FUNCTION cairn_has(scope text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(scope = ANY (string_to_array(current_setting('cairn.scopes', true), ' ')), false) $$;
-- Staff without campuses work for the whole college.
CREATE FUNCTION cairn_campus(campus uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('cairn.campuses', true), '') IS NULL
      OR coalesce(campus::text = ANY (string_to_array(current_setting('cairn.campuses', true), ' ')), false) $$;
-- Staff of this college; and the process itself, which reads keys and takes entries of status lists.
CREATE FUNCTION cairn_staff(college int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(cairn_visitor() = 'staff' AND college = cairn_college(), false) $$;
CREATE FUNCTION cairn_process(college int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(cairn_visitor() = 'process' AND college = cairn_college(), false) $$;
CREATE FUNCTION cairn_learner(college int, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(cairn_visitor() = 'learner' AND college = cairn_college() AND person = cairn_person(), false) $$;
-- Whoever looks for people, and whoever was given a link: their ids, and nobody else's.
CREATE FUNCTION cairn_employer() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN cairn_visitor() = 'employer' THEN nullif(current_setting('cairn.employer', true), '')::uuid END $$;
CREATE FUNCTION cairn_link() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN cairn_visitor() = 'share-link' THEN nullif(current_setting('cairn.link', true), '')::uuid END $$;
