-- What the college's own people call its campuses and achievements by.
CREATE TABLE campus (
  college  int         NOT NULL REFERENCES college,
  id       uuid        NOT NULL UNIQUE,
  code     text        NOT NULL CHECK (length(code) BETWEEN 1 AND 100),
  name     text        NOT NULL CHECK (name <> ''),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (college, id),
  CONSTRAINT campus_code UNIQUE (college, code)
);
ALTER TABLE campus ENABLE ROW LEVEL SECURITY;
ALTER TABLE campus FORCE ROW LEVEL SECURITY;
-- Names of campuses are public. Only staff of the whole college may add one: nobody works for a campus that is not there yet.
CREATE POLICY everybody ON campus FOR SELECT TO issuer_http USING (true);
CREATE POLICY add ON campus FOR INSERT TO issuer_http
  WITH CHECK (cairn_staff(college) AND cairn_has('campus.write') AND cairn_campus(NULL));
CREATE POLICY events ON campus FOR SELECT TO issuer_events USING (college = ANY (cairn_colleges()));
CREATE POLICY looker ON campus FOR SELECT TO issuer_check USING (true);
GRANT SELECT, INSERT ON campus TO issuer_http;
GRANT SELECT ON campus TO issuer_events, issuer_check;

ALTER TABLE achievement ADD COLUMN code text CHECK (length(code) BETWEEN 1 AND 100),
  ADD CONSTRAINT achievement_code UNIQUE (college, code);

-- What staff look for: the credentials of a learner, of an achievement.
CREATE INDEX credential_person ON credential (college, person, issued_at);
CREATE INDEX credential_achievement ON credential (college, achievement, issued_at);
