-- What the verifier knows of issuers: public material from the catalogue, and nothing of any person.

CREATE TABLE issuer (
  id         uuid        PRIMARY KEY,
  college    int         NOT NULL CHECK (college >= 0),
  identifier text        NOT NULL UNIQUE CHECK (octet_length(identifier) BETWEEN 1 AND 2000),
  name       text        NOT NULL,
  site       text,
  keys       jsonb       NOT NULL CHECK (jsonb_typeof(keys) = 'array'),
  version    bigint      NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL
);

-- One bit an entry. The issuer may be known later than its list: they lie in different partitions.
CREATE TABLE status_list (
  id         uuid        PRIMARY KEY,
  college    int         NOT NULL CHECK (college >= 0),
  issuer     uuid        NOT NULL,
  purpose    text        NOT NULL CHECK (purpose IN ('revocation', 'suspension')),
  url        text        NOT NULL UNIQUE CHECK (octet_length(url) BETWEEN 1 AND 2000),
  is_full    boolean     NOT NULL,
  bits       bytea       NOT NULL CHECK (octet_length(bits) = 16384),
  version    bigint      NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL
);

CREATE TABLE achievement (
  id         uuid        PRIMARY KEY,
  college    int         NOT NULL CHECK (college >= 0),
  issuer     uuid        NOT NULL,
  edition    int         NOT NULL CHECK (edition > 0),
  state      text        NOT NULL CHECK (state IN ('published', 'retired')),
  kind       text        NOT NULL,
  name       text        NOT NULL,
  version    bigint      NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL
);
CREATE INDEX achievement_issuer ON achievement (issuer) WHERE state = 'published';

GRANT SELECT ON issuer, status_list, achievement TO verifier_http, verifier_check;
GRANT SELECT, INSERT, UPDATE ON issuer, status_list, achievement TO verifier_events;
-- How old the copies are, and which of them wait for an operator.
GRANT SELECT (consumer, topic, partition, caught_up_at) ON inbox TO verifier_http;
GRANT SELECT (consumer, topic, subject, state) ON parked TO verifier_http;
