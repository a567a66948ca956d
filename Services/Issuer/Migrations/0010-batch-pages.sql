-- What the pages of a batch show, so that no page counts its rows.

-- When somebody said yes to it.
ALTER TABLE batch ADD COLUMN confirmed_at timestamptz;
GRANT UPDATE (confirmed_at) ON batch TO issuer_http;

-- How many rows of each achievement were ready when the file was checked.
CREATE TABLE batch_award (
  college     int  NOT NULL,
  batch       uuid NOT NULL,
  achievement uuid NOT NULL,
  edition     int  NOT NULL,
  ready       int  NOT NULL CHECK (ready > 0),
  PRIMARY KEY (college, batch, achievement, edition),
  FOREIGN KEY (college, batch) REFERENCES batch ON DELETE CASCADE,
  FOREIGN KEY (college, achievement, edition) REFERENCES achievement_edition
);
ALTER TABLE batch_award ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch_award FORCE ROW LEVEL SECURITY;
CREATE POLICY events ON batch_award TO issuer_events USING (true) WITH CHECK (true);
CREATE POLICY looker ON batch_award FOR SELECT TO issuer_check USING (true);
-- What a batch would award is seen by whoever sees it.
CREATE POLICY staff ON batch_award TO issuer_http
  USING (college = cairn_college() AND cairn_staff(college)
    AND EXISTS (SELECT FROM batch b WHERE b.college = batch_award.college AND b.id = batch_award.batch))
  WITH CHECK (college = cairn_college() AND cairn_staff(college)
    AND EXISTS (SELECT FROM batch b WHERE b.college = batch_award.college AND b.id = batch_award.batch));
GRANT SELECT, INSERT, UPDATE (ready), DELETE ON batch_award TO issuer_http;
GRANT SELECT, DELETE ON batch_award TO issuer_events;
GRANT SELECT ON batch_award TO issuer_check;

-- The rows that could not be issued: few of many.
CREATE INDEX batch_item_failed ON batch_item (college, batch, line) WHERE state = 'failed';
