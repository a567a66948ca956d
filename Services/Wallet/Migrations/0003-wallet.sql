-- What learners hold, whom they let see it, and what the catalogue says of those who signed it.

-- Public material of the catalogue.
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
  edition    int         NOT NULL CHECK (edition > 0),
  state      text        NOT NULL CHECK (state IN ('published', 'retired')),
  name       text        NOT NULL,
  version    bigint      NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL
);

CREATE TABLE pathway (
  id         uuid        PRIMARY KEY,
  college    int         NOT NULL CHECK (college >= 0),
  edition    int         NOT NULL CHECK (edition > 0),
  state      text        NOT NULL CHECK (state IN ('published', 'retired')),
  name       text        NOT NULL,
  version    bigint      NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL
);

-- Roles say which employers there are, and by which name.
CREATE TABLE role (
  id            uuid        PRIMARY KEY,
  college       int         NOT NULL CHECK (college >= 0),
  employer      uuid        NOT NULL,
  employer_name text,
  state         text        NOT NULL CHECK (state IN ('open', 'closed')),
  title         text        NOT NULL,
  region        text,
  version       bigint      NOT NULL CHECK (version > 0),
  updated_at    timestamptz NOT NULL
);
CREATE INDEX role_employer ON role (employer, updated_at DESC);

-- What a learner holds. An item is her own: its id is not the credential's, and it stays when the credential is taken back.
CREATE TABLE item (
  college            int         NOT NULL CHECK (college > 0),
  id                 uuid        NOT NULL DEFAULT uuid7() UNIQUE,
  person             uuid        NOT NULL,
  credential         uuid        NOT NULL,
  campus             uuid,
  issuer             uuid        NOT NULL,
  achievement        uuid        NOT NULL,
  edition            int         NOT NULL CHECK (edition > 0),
  state              text        NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
  name               text,
  issued_at          timestamptz NOT NULL,
  valid_from         timestamptz NOT NULL,
  valid_until        timestamptz,
  changed_at         timestamptz NOT NULL,
  skills             jsonb       NOT NULL CHECK (jsonb_typeof(skills) = 'array'),
  earned_by          uuid[]      NOT NULL,
  document           bytea       NOT NULL,
  credential_version bigint      NOT NULL CHECK (credential_version > 0),
  since              timestamptz NOT NULL DEFAULT date_trunc('microseconds', clock_timestamp()),
  PRIMARY KEY (college, id),
  UNIQUE (college, credential)
);
CREATE INDEX item_person ON item (college, person, id DESC);

-- How far a learner is on a pathway: what her items count toward.
CREATE TABLE progress (
  college   int     NOT NULL CHECK (college > 0),
  id        uuid    NOT NULL,
  person    uuid    NOT NULL,
  pathway   uuid    NOT NULL,
  edition   int     NOT NULL CHECK (edition > 0),
  share     int     NOT NULL CHECK (share BETWEEN 0 AND 10000),
  complete  boolean NOT NULL,
  earned_by uuid[]  NOT NULL,
  version   bigint  NOT NULL CHECK (version > 0),
  PRIMARY KEY (college, id)
);
CREATE INDEX progress_person ON progress (college, person);

-- What a learner lets one employer see. Of one employer and purpose at most one stands.
CREATE TABLE consent (
  college    int         NOT NULL CHECK (college > 0),
  id         uuid        NOT NULL UNIQUE,
  person     uuid        NOT NULL,
  employer   uuid        NOT NULL,
  purpose    text        NOT NULL CHECK (purpose IN ('matching', 'recruiting')),
  what       text[]      NOT NULL CHECK (what <@ ARRAY['skills', 'credentials', 'documents', 'progress']),
  items      uuid[],
  state      text        NOT NULL DEFAULT 'granted' CHECK (state IN ('granted', 'withdrawn', 'expired')),
  until      timestamptz NOT NULL,
  granted_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
  PRIMARY KEY (college, id),
  CHECK (until > granted_at)
);
CREATE UNIQUE INDEX consent_standing ON consent (college, person, employer, purpose) WHERE state = 'granted';
CREATE INDEX consent_person ON consent (college, person, granted_at DESC);
CREATE INDEX consent_due ON consent (until) WHERE state = 'granted';

-- A link that shows some items to whoever has it. Its id is the first half of the token's SHA-256; the token itself is nowhere.
CREATE TABLE share_link (
  college  int         NOT NULL CHECK (college > 0),
  id       uuid        NOT NULL UNIQUE,
  digest   bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  person   uuid        NOT NULL,
  name     text        CHECK (octet_length(name) BETWEEN 1 AND 400),
  audience text        CHECK (octet_length(audience) BETWEEN 1 AND 400),
  made_at  timestamptz NOT NULL,
  until    timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (college, id),
  CHECK (until > made_at)
);
CREATE INDEX share_link_person ON share_link (college, person, made_at DESC);

CREATE TABLE share_item (
  college int  NOT NULL,
  link    uuid NOT NULL,
  place   int  NOT NULL CHECK (place BETWEEN 1 AND 50),
  item    uuid NOT NULL,
  PRIMARY KEY (college, link, place),
  UNIQUE (college, link, item),
  FOREIGN KEY (college, link) REFERENCES share_link (college, id),
  FOREIGN KEY (college, item) REFERENCES item (college, id)
);
CREATE INDEX share_item_link ON share_item (link);
