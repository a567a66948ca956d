-- Awards that learners earn by completing a pathway, and what a person must decide when one is complete no more.

-- One open order a learner, pathway and achievement. It stays open while its credential stands: nobody earns twice what she holds. What a review
-- takes back closes it, so that it can be earned again. `reason` says why it could not be signed.
CREATE TABLE award_order (
  college     int         NOT NULL REFERENCES college,
  id          uuid        NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  person      uuid        NOT NULL,
  pathway     uuid        NOT NULL,
  pathway_edition int     NOT NULL,
  achievement uuid        NOT NULL,
  edition     int         NOT NULL,
  earned_by   uuid[]      NOT NULL,
  completed_on date       NOT NULL,
  ordered_at  timestamptz NOT NULL,
  credential  uuid,
  is_kept     boolean     NOT NULL DEFAULT false,
  reason      text,
  closed_at   timestamptz,
  owner       uuid,
  epoch       bigint      NOT NULL DEFAULT 0,
  PRIMARY KEY (college, id),
  FOREIGN KEY (college, achievement, edition) REFERENCES achievement_edition,
  FOREIGN KEY (college, credential) REFERENCES credential
);
CREATE UNIQUE INDEX award_order_open ON award_order (college, person, pathway, achievement) WHERE closed_at IS NULL;
CREATE INDEX award_order_waiting ON award_order (college, id) WHERE closed_at IS NULL AND credential IS NULL AND reason IS NULL;
CREATE INDEX award_order_newest ON award_order (college, ordered_at);

-- An award whose pathway is complete no more: kept or taken back by a person, never by itself. `ended`: complete again before anybody decided.
CREATE TABLE review (
  college     int         NOT NULL REFERENCES college,
  id          uuid        NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  award_order uuid        NOT NULL,
  person      uuid        NOT NULL,
  achievement uuid        NOT NULL,
  credential  uuid        NOT NULL,
  opened_at   timestamptz NOT NULL,
  decision    text        CHECK (decision IN ('keep', 'take-back', 'ended')),
  reason      text,
  decided_at  timestamptz,
  PRIMARY KEY (college, id),
  FOREIGN KEY (college, award_order) REFERENCES award_order,
  FOREIGN KEY (college, credential) REFERENCES credential,
  CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX review_open ON review (college, credential) WHERE decided_at IS NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['award_order', 'review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY events ON %I TO issuer_events USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO issuer_check USING (true)', name);
    -- An award is the whole college's: whoever works for some campuses does not decide on it.
    EXECUTE format('CREATE POLICY staff ON %I TO issuer_http
        USING (cairn_staff(college) AND cairn_has(''review.decide'') AND cairn_campus(NULL))
        WITH CHECK (cairn_staff(college) AND cairn_has(''review.decide'') AND cairn_campus(NULL))', name);
  END LOOP;
END
$$;
-- Whoever decides a review takes the credential back with it.
CREATE POLICY review ON credential FOR SELECT TO issuer_http
  USING (cairn_staff(college) AND cairn_has('review.decide') AND cairn_campus(NULL));
CREATE POLICY review_changes ON credential FOR UPDATE TO issuer_http
  USING (cairn_staff(college) AND cairn_has('review.decide') AND cairn_campus(NULL));
CREATE POLICY review ON status_list FOR UPDATE TO issuer_http
  USING (cairn_staff(college) AND cairn_has('review.decide') AND cairn_campus(NULL));

GRANT SELECT ON award_order, review TO issuer_http, issuer_check;
GRANT UPDATE (closed_at, is_kept) ON award_order TO issuer_http;
GRANT UPDATE (decision, reason, decided_at) ON review TO issuer_http;
GRANT SELECT, INSERT, UPDATE ON award_order, review TO issuer_events;
