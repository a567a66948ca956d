-- Files of completions: each becomes a batch, each right row of it an item that waits to be signed.

-- The number that the college knows a learner by, sealed under a key that the college's own secret gives: an award that nobody hands in a file
-- for needs its salted hash. `student_hash` finds a person; only this gives the number back.
ALTER TABLE person ADD COLUMN student bytea, ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();
GRANT UPDATE (student) ON person TO issuer_http;
GRANT SELECT, INSERT, UPDATE (student) ON person TO issuer_events;

ALTER TABLE person_name ALTER COLUMN name DROP NOT NULL, ADD COLUMN email text, ADD CHECK (name IS NOT NULL OR email IS NOT NULL);
GRANT UPDATE (email) ON person_name TO issuer_http;
GRANT SELECT, INSERT, UPDATE (name, email) ON person_name TO issuer_events;

-- The credentials that one was stacked from.
ALTER TABLE credential ADD COLUMN earned_by uuid[] NOT NULL DEFAULT '{}';
GRANT INSERT, UPDATE (state, version, changed_at, reason) ON credential TO issuer_events;
GRANT UPDATE (bits, is_full, changed_at) ON status_list TO issuer_events;
GRANT UPDATE (leased_by, leased_at) ON status_block TO issuer_events;

-- Whoever works for some campuses sees what was handed in for these alone.
CREATE FUNCTION cairn_campuses(campuses uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('cairn.campuses', true), '') IS NULL
      OR coalesce(campuses::text[] <@ string_to_array(current_setting('cairn.campuses', true), ' '), false) $$;

-- `ready` rows can be issued; of these, `issued` and `failed` are done. `campuses` are those of whoever handed it in; NULL: the whole college's.
CREATE TABLE batch (
  college      int         NOT NULL REFERENCES college,
  id           uuid        NOT NULL UNIQUE,
  campuses     uuid[],
  file_name    text        CHECK (length(file_name) BETWEEN 1 AND 200),
  state        text        NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'checked', 'issuing', 'done', 'refused')),
  reason       text,
  rows         int         NOT NULL DEFAULT 0,
  ready        int         NOT NULL DEFAULT 0,
  held         int         NOT NULL DEFAULT 0,
  wrong        int         NOT NULL DEFAULT 0,
  issued       int         NOT NULL DEFAULT 0,
  failed       int         NOT NULL DEFAULT 0,
  added_at     timestamptz NOT NULL,
  changed_at   timestamptz NOT NULL,
  PRIMARY KEY (college, id),
  CHECK (issued + failed <= ready)
);
CREATE INDEX batch_issuing ON batch (college, id) WHERE state = 'issuing';
CREATE INDEX batch_checking ON batch (changed_at) WHERE state = 'checking';
CREATE INDEX batch_newest ON batch (college, added_at);

-- A row that was right when it was checked. `details` are sealed, and go when the item is done: names lie in person_name alone.
CREATE TABLE batch_item (
  college      int    NOT NULL,
  batch        uuid   NOT NULL,
  line         int    NOT NULL,
  student_hash bytea  NOT NULL,
  person       uuid   NOT NULL,
  campus       uuid   NOT NULL,
  achievement  uuid   NOT NULL,
  edition      int    NOT NULL,
  completed_on date   NOT NULL,
  details      bytea,
  state        text   NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'issued', 'held', 'failed')),
  owner        uuid,
  epoch        bigint NOT NULL DEFAULT 0,
  credential   uuid,
  reason       text,
  PRIMARY KEY (college, batch, line),
  UNIQUE (college, batch, person, achievement, completed_on),
  FOREIGN KEY (college, batch) REFERENCES batch ON DELETE CASCADE,
  FOREIGN KEY (college, achievement, edition) REFERENCES achievement_edition,
  CHECK ((state = 'ready') = (details IS NOT NULL)),
  CHECK ((state = 'issued') = (credential IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX batch_item_ready ON batch_item (college, batch, line) WHERE state = 'ready';

-- What is wrong with a row; of values that tell of a person, none is kept.
CREATE TABLE batch_fault (
  college     int  NOT NULL,
  batch       uuid NOT NULL,
  line        int  NOT NULL,
  place       int  NOT NULL,
  column_name text,
  value       text,
  sentence    text NOT NULL,
  PRIMARY KEY (college, batch, line, place),
  FOREIGN KEY (college, batch) REFERENCES batch ON DELETE CASCADE
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['batch', 'batch_item', 'batch_fault'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    -- Whoever works items off sees those of all colleges: none of them says who somebody is.
    EXECUTE format('CREATE POLICY events ON %I TO issuer_events USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO issuer_check USING (true)', name);
  END LOOP;
END
$$;
CREATE POLICY staff ON batch TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.issue') AND cairn_campuses(campuses))
  WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue') AND cairn_campuses(campuses));
CREATE POLICY staff ON batch_item TO issuer_http
  USING (cairn_staff(college) AND cairn_has('credential.issue') AND cairn_campus(campus))
  WITH CHECK (cairn_staff(college) AND cairn_has('credential.issue') AND cairn_campus(campus));
-- A fault is seen by whoever sees its batch.
CREATE POLICY staff ON batch_fault TO issuer_http
  USING (cairn_staff(college) AND EXISTS (SELECT FROM batch b WHERE b.college = batch_fault.college AND b.id = batch_fault.batch))
  WITH CHECK (cairn_staff(college) AND EXISTS (SELECT FROM batch b WHERE b.college = batch_fault.college AND b.id = batch_fault.batch));

GRANT SELECT, INSERT ON batch, batch_item, batch_fault TO issuer_http;
GRANT UPDATE (state, reason, rows, ready, held, wrong, changed_at) ON batch TO issuer_http;
GRANT DELETE ON batch_item, batch_fault TO issuer_http;
GRANT SELECT ON batch, batch_item TO issuer_events;
GRANT UPDATE (state, reason, ready, held, issued, failed, changed_at) ON batch TO issuer_events;
GRANT UPDATE (state, details, owner, epoch, credential, reason) ON batch_item TO issuer_events;
GRANT DELETE ON batch_item, batch_fault TO issuer_events;
GRANT SELECT ON batch_fault TO issuer_events;
GRANT SELECT (college, batch, line, person, campus, achievement, edition, completed_on, state, owner, epoch, credential, reason)
  ON batch_item TO issuer_check;
GRANT SELECT ON batch TO issuer_check;
GRANT SELECT (college, batch, line, place, column_name, sentence) ON batch_fault TO issuer_check;
