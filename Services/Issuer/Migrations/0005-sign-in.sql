-- Sign-in links that were used. They are kept until they would not be taken any more for their age.
CREATE TABLE ticket (
  id      text        PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
  ends_at timestamptz NOT NULL
);
CREATE INDEX ticket_end ON ticket (ends_at);
GRANT SELECT, INSERT, DELETE ON ticket TO issuer_http;

-- Whoever is about to sign in at a college is looked up by the hash of the student number.
CREATE POLICY sign_in ON person FOR SELECT TO issuer_http USING (cairn_visitor() = 'sign-in' AND college = cairn_college());
