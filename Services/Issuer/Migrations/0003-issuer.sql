-- The issuer's own tables. Every key of a college's data begins with the college.

-- A college that signs here: its public profile, and the secret that its learners' pseudonyms are made with.
CREATE TABLE college (
  college           int PRIMARY KEY CHECK (college > 0),
  issuer            uuid        NOT NULL UNIQUE,
  name              text        NOT NULL CHECK (name <> ''),
  public_url        text        NOT NULL,
  person_secret     bytea       NOT NULL,
  person_master_key text        NOT NULL,
  version           bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
  opened_at         timestamptz NOT NULL
);

-- The keys that a college signs with. The private half is sealed; `master_key` names the key that opens it.
CREATE TABLE signing_key (
  college     int         NOT NULL REFERENCES college,
  id          uuid        NOT NULL,
  did         text        NOT NULL,
  method      text        NOT NULL UNIQUE,
  private_key bytea       NOT NULL,
  master_key  text        NOT NULL,
  state       text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired', 'compromised')),
  since       timestamptz NOT NULL,
  until       timestamptz,
  PRIMARY KEY (college, id)
);
CREATE UNIQUE INDEX signing_key_active ON signing_key (college) WHERE state = 'active';

-- What a college awards. `edition` is the newest; `version` counts its events.
CREATE TABLE achievement (
  college int    NOT NULL REFERENCES college,
  id      uuid   NOT NULL UNIQUE,
  campus  uuid,
  edition int    NOT NULL DEFAULT 1 CHECK (edition > 0),
  version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
  state   text   NOT NULL DEFAULT 'published' CHECK (state IN ('published', 'retired')),
  PRIMARY KEY (college, id)
);

-- What it says, edition by edition. Nobody is granted UPDATE: what was issued keeps the words that it was issued by.
CREATE TABLE achievement_edition (
  college      int         NOT NULL,
  achievement  uuid        NOT NULL,
  edition      int         NOT NULL CHECK (edition > 0),
  kind         text        NOT NULL,
  name         text        NOT NULL,
  description  text        NOT NULL,
  criteria     text        NOT NULL,
  campus_name  text,
  alignments   jsonb       NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (college, achievement, edition),
  FOREIGN KEY (college, achievement) REFERENCES achievement
);

-- A learner: the keyed hash of a student number points to her pseudonym. Several numbers may point to one person.
CREATE TABLE person (
  college      int   NOT NULL REFERENCES college,
  student_hash bytea NOT NULL CHECK (octet_length(student_hash) = 32),
  person       uuid  NOT NULL,
  PRIMARY KEY (college, student_hash)
);
CREATE INDEX person_id ON person (college, person);

-- The one table that holds names.
CREATE TABLE person_name (
  college int  NOT NULL REFERENCES college,
  person  uuid NOT NULL,
  name    text NOT NULL,
  PRIMARY KEY (college, person)
);

-- The bits that say which credentials hold no more (Bitstring Status List 1.0); one purpose each, entry 0 in the highest bit of byte 0.
CREATE TABLE status_list (
  college    int         NOT NULL REFERENCES college,
  id         uuid        NOT NULL UNIQUE,
  purpose    text        NOT NULL CHECK (purpose IN ('revocation', 'suspension')),
  version    bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
  is_full    boolean     NOT NULL DEFAULT false,
  bits       bytea       NOT NULL CHECK (octet_length(bits) = 16384),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (college, id)
);

-- The entries of a pair of lists, shuffled when the pair is opened and cut into blocks. A process leases a block for good and takes its entries
-- one by one: no entry is ever given twice, a crash loses one block at most, and an entry's number tells nothing of when it was given.
CREATE TABLE status_block (
  college    int   NOT NULL,
  revocation uuid  NOT NULL,
  suspension uuid  NOT NULL,
  number     int   NOT NULL,
  entries    int[] NOT NULL,
  leased_by  uuid,
  leased_at  timestamptz,
  PRIMARY KEY (college, revocation, number),
  FOREIGN KEY (college, revocation) REFERENCES status_list,
  FOREIGN KEY (college, suspension) REFERENCES status_list
);
CREATE INDEX status_block_free ON status_block (college, number) WHERE leased_by IS NULL;

CREATE TABLE credential (
  college      int         NOT NULL REFERENCES college,
  id           uuid        NOT NULL UNIQUE,
  person       uuid        NOT NULL,
  campus       uuid,
  achievement  uuid        NOT NULL,
  edition      int         NOT NULL,
  state        text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'revoked')),
  version      bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
  completed_on date        NOT NULL,
  issued_at    timestamptz NOT NULL,
  valid_from   timestamptz NOT NULL,
  valid_until  timestamptz CHECK (valid_until > valid_from),
  changed_at   timestamptz NOT NULL,
  reason       text,
  signing_key  uuid        NOT NULL,
  revocation   uuid        NOT NULL,
  suspension   uuid        NOT NULL,
  entry        int         NOT NULL CHECK (entry BETWEEN 0 AND 131071),
  document     bytea       NOT NULL,
  PRIMARY KEY (college, id),
  FOREIGN KEY (college, achievement, edition) REFERENCES achievement_edition,
  FOREIGN KEY (college, signing_key) REFERENCES signing_key,
  FOREIGN KEY (college, revocation) REFERENCES status_list,
  FOREIGN KEY (college, suspension) REFERENCES status_list,
  UNIQUE (college, revocation, entry)
);
CREATE UNIQUE INDEX credential_row ON credential (college, person, achievement, completed_on) WHERE state <> 'revoked';

-- What a request was answered with, so that the same request again gets the same answer.
CREATE TABLE idempotency_key (
  college    int         NOT NULL REFERENCES college,
  key        text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  digest     bytea       NOT NULL,
  credential uuid        NOT NULL,
  used_at    timestamptz NOT NULL,
  PRIMARY KEY (college, key)
);
