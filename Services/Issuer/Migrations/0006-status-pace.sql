-- A list is told to the suite at most once a second: a change that comes sooner waits, and is told together with those that follow it.
ALTER TABLE status_list ADD COLUMN told_at timestamptz NOT NULL DEFAULT '-infinity', ADD COLUMN is_told boolean NOT NULL DEFAULT true;
CREATE INDEX status_list_untold ON status_list (college) WHERE NOT is_told;
GRANT UPDATE (told_at, is_told) ON status_list TO issuer_http;

-- Lists are public; the process that tells of them finds here whose are waiting.
CREATE POLICY teller ON status_list FOR SELECT TO issuer_events USING (true);
GRANT UPDATE (version, told_at, is_told) ON status_list TO issuer_events;
