-- Pathways with their editions, what learners hold of what they take, and how far each learner is.

-- The definitions of a college as one thing: whoever derives progress holds this row against changes, and whoever changes a definition holds it alone.
CREATE TABLE college (
  college  int    PRIMARY KEY CHECK (college > 0),
  revision bigint NOT NULL DEFAULT 0
);

-- Public material from the catalogue.
CREATE TABLE issuer (
  id      uuid   PRIMARY KEY,
  college int    NOT NULL CHECK (college >= 0),
  name    text   NOT NULL,
  version bigint NOT NULL CHECK (version > 0)
);
CREATE INDEX issuer_college ON issuer (college);

CREATE TABLE achievement (
  id      uuid   PRIMARY KEY,
  college int    NOT NULL CHECK (college >= 0),
  edition int    NOT NULL CHECK (edition > 0),
  state   text   NOT NULL CHECK (state IN ('published', 'retired')),
  name    text   NOT NULL,
  version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE pathway (
  college int  NOT NULL CHECK (college > 0),
  id      uuid NOT NULL,
  code    text NOT NULL CHECK (octet_length(code) BETWEEN 1 AND 100),
  edition int  NOT NULL CHECK (edition > 0),
  PRIMARY KEY (college, id),
  UNIQUE (college, code),
  UNIQUE (id)
);

-- An edition never changes: learners stay on the one that they began.
CREATE TABLE pathway_edition (
  college       int         NOT NULL,
  pathway       uuid        NOT NULL,
  edition       int         NOT NULL CHECK (edition > 0),
  name          text        NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 200),
  description   text        NOT NULL CHECK (octet_length(description) <= 5000),
  requirement   text        NOT NULL,
  award         uuid,
  published_at  timestamptz NOT NULL,
  PRIMARY KEY (college, pathway, edition),
  FOREIGN KEY (college, pathway) REFERENCES pathway (college, id)
);

-- Which editions name which achievements.
CREATE TABLE pathway_leaf (
  college     int  NOT NULL,
  achievement uuid NOT NULL,
  pathway     uuid NOT NULL,
  edition     int  NOT NULL,
  PRIMARY KEY (college, achievement, pathway, edition),
  FOREIGN KEY (college, pathway, edition) REFERENCES pathway_edition (college, pathway, edition)
);
CREATE INDEX pathway_leaf_edition ON pathway_leaf (college, pathway, edition);

-- One row a learner: whoever derives what she has done holds it.
CREATE TABLE person (
  college int  NOT NULL CHECK (college > 0),
  person  uuid NOT NULL,
  PRIMARY KEY (college, person)
);

CREATE TABLE credential (
  college     int         NOT NULL CHECK (college > 0),
  id          uuid        NOT NULL,
  person      uuid        NOT NULL,
  achievement uuid        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
  valid_from  timestamptz NOT NULL,
  valid_until timestamptz,
  version     bigint      NOT NULL CHECK (version > 0),
  PRIMARY KEY (college, id),
  FOREIGN KEY (college, person) REFERENCES person (college, person)
);
CREATE INDEX credential_person ON credential (college, person);
CREATE INDEX credential_achievement ON credential (college, achievement, person);

CREATE TABLE progress (
  college       int         NOT NULL CHECK (college > 0),
  person        uuid        NOT NULL,
  pathway       uuid        NOT NULL,
  id            uuid        NOT NULL UNIQUE,
  edition       int         NOT NULL,
  done          int         NOT NULL CHECK (done >= 0),
  needed        int         NOT NULL CHECK (needed >= done),
  share         int         NOT NULL CHECK (share BETWEEN 0 AND 10000),
  is_complete   boolean     NOT NULL CHECK (is_complete = (share = 10000)),
  award         uuid,
  award_edition int,
  earned_by     uuid[]      NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  changed_at    timestamptz NOT NULL,
  PRIMARY KEY (college, person, pathway),
  FOREIGN KEY (college, pathway, edition) REFERENCES pathway_edition (college, pathway, edition),
  CHECK ((award IS NULL) = (award_edition IS NULL))
);
CREATE INDEX progress_pathway ON progress (college, pathway, person);

-- Work that waits: a pathway whose learners are to be looked at again, from behind one on.
CREATE TABLE sweep (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  college int    NOT NULL,
  pathway uuid   NOT NULL,
  after   uuid   NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);

-- Work that waits: a learner who is to be looked at again when a credential begins to hold, or ends.
CREATE TABLE turning (
  college    int         NOT NULL,
  credential uuid        NOT NULL,
  at         timestamptz NOT NULL,
  person     uuid        NOT NULL,
  PRIMARY KEY (college, credential, at)
);
CREATE INDEX turning_at ON turning (at);
