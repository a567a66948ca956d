-- Rows whose learner held the very same once, and it was taken back: whoever says yes to a file is told how many would be issued anew.
ALTER TABLE batch ADD COLUMN taken_back int NOT NULL DEFAULT 0 CHECK (taken_back >= 0);
-- Whether she left them out.
ALTER TABLE batch ADD COLUMN leaves_taken_back boolean NOT NULL DEFAULT false;
GRANT UPDATE (taken_back, leaves_taken_back) ON batch TO issuer_http;

-- A file asks this of each of its rows.
CREATE INDEX credential_taken_back ON credential (college, person, achievement, completed_on) WHERE state = 'revoked';
