-- What employers look for, and what learners let them see.

-- Public material from the catalogue: whose achievement a credential is of.
CREATE TABLE issuer (
  id      uuid   PRIMARY KEY,
  college int    NOT NULL CHECK (college > 0),
  name    text   NOT NULL,
  version bigint NOT NULL CHECK (version > 0)
);
CREATE TABLE achievement (
  id      uuid   PRIMARY KEY,
  college int    NOT NULL CHECK (college > 0),
  issuer  uuid   NOT NULL,
  name    text   NOT NULL,
  version bigint NOT NULL CHECK (version > 0)
);

-- An employer's role. It belongs to no college. `requirements` is as it was posted: name, framework, code, level, importance, isMust.
CREATE TABLE role (
  employer      uuid        NOT NULL,
  id            uuid        NOT NULL UNIQUE,
  code          text        CHECK (code <> ''),
  employer_name text        NOT NULL CHECK (employer_name <> ''),
  title         text        NOT NULL CHECK (title <> ''),
  region        text,
  requirements  jsonb       NOT NULL CHECK (jsonb_typeof(requirements) = 'array'),
  state         text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
  version       bigint      NOT NULL DEFAULT 1 CHECK (version > 0),
  changed_at    timestamptz NOT NULL,
  PRIMARY KEY (employer, id),
  UNIQUE (employer, code)
);

-- What a learner lets one employer see. `items` null: all of them. Whoever reads compares `ends_at` with the clock.
CREATE TABLE consent (
  college  int         NOT NULL CHECK (college > 0),
  id       uuid        NOT NULL UNIQUE,
  person   uuid        NOT NULL,
  employer uuid        NOT NULL,
  purpose  text        NOT NULL,
  state    text        NOT NULL,
  shares   text[]      NOT NULL,
  items    uuid[],
  ends_at  timestamptz NOT NULL,
  version  bigint      NOT NULL CHECK (version > 0),
  PRIMARY KEY (college, id)
);
CREATE INDEX consent_given ON consent (employer, college, person) WHERE state = 'granted' AND purpose = 'matching';

-- What lies in wallets. A credential of the suite counts by its own events; an item only says which one a consent means.
CREATE TABLE item (
  college    int    NOT NULL CHECK (college > 0),
  id         uuid   NOT NULL UNIQUE,
  person     uuid   NOT NULL,
  credential uuid,
  state      text   NOT NULL,
  version    bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (college, id)
);

CREATE TABLE credential (
  college     int         NOT NULL CHECK (college > 0),
  id          uuid        NOT NULL UNIQUE,
  person      uuid        NOT NULL,
  achievement uuid        NOT NULL,
  issuer      uuid        NOT NULL,
  state       text        NOT NULL,
  valid_from  timestamptz NOT NULL,
  valid_until timestamptz,
  version     bigint      NOT NULL CHECK (version > 0),
  PRIMARY KEY (college, id)
);
CREATE INDEX credential_person ON credential (college, person);

-- The skills that a credential shows.
CREATE TABLE skill (
  college    int  NOT NULL,
  credential uuid NOT NULL,
  person     uuid NOT NULL,
  framework  text NOT NULL,
  code       text NOT NULL,
  level      text,
  PRIMARY KEY (college, credential, framework, code),
  FOREIGN KEY (college, credential) REFERENCES credential ON DELETE CASCADE
);
CREATE INDEX skill_shown ON skill (framework, code, college, person);
