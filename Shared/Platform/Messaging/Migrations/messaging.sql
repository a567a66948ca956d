-- What a service needs in its own schema to write and read events. The search path is that schema; its roles bear its name.

-- RFC 9562 §5.7: 48 bits of milliseconds, then chance. PostgreSQL makes version 4 only (before 18).
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- The topics that this service may write to. An unknown one fails in the writer's hands.
CREATE TABLE topic (
  name text PRIMARY KEY
);

CREATE TABLE outbox (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
  written_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  event_id    uuid        NOT NULL DEFAULT uuid7(),
  topic       text        NOT NULL REFERENCES topic,
  key         text        NOT NULL,
  type        text        NOT NULL,
  subject     uuid        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  college     int         NOT NULL CHECK (college >= 0),
  time        timestamptz NOT NULL,
  traceparent text,
  data        bytea       NOT NULL CHECK (octet_length(data) <= 900000),
  UNIQUE (subject, version)
);
CREATE INDEX outbox_xid ON outbox (xid);

-- Where the relay is: all that the snapshot `done` sees is published; on the way to `upto`, everything up to `seq` is. Exactly one row.
CREATE TABLE relay (
  single            boolean PRIMARY KEY DEFAULT true CHECK (single),
  epoch             bigint      NOT NULL DEFAULT 0,
  owner             uuid,
  log_id            text,
  done              pg_snapshot NOT NULL DEFAULT '1:1:',
  upto              pg_snapshot,
  seq               bigint      NOT NULL DEFAULT 0,
  system_identifier bigint,
  timeline          int,
  moved_at          timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 10);
INSERT INTO relay DEFAULT VALUES;

-- The processes that are alive: those whose heartbeat is younger than the time after which a member counts as dead.
CREATE TABLE member (
  id         uuid PRIMARY KEY,
  host       text        NOT NULL,
  process    int         NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

CREATE TABLE inbox (
  consumer      text   NOT NULL,
  topic         text   NOT NULL,
  partition     int    NOT NULL,
  next_offset   bigint NOT NULL,
  began_at      bigint NOT NULL,
  last_event_id uuid,
  epoch         bigint NOT NULL DEFAULT 0,
  owner         uuid,
  log_id        text   NOT NULL,
  halted        text,
  caught_up_at  timestamptz,
  PRIMARY KEY (consumer, topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE inbox_version (
  consumer text   NOT NULL,
  topic    text   NOT NULL,
  subject  uuid   NOT NULL,
  college  int    NOT NULL,
  version  bigint NOT NULL,
  event_id uuid   NOT NULL,
  PRIMARY KEY (consumer, topic, subject)
) WITH (fillfactor = 80);

CREATE TABLE parked (
  id            uuid PRIMARY KEY DEFAULT uuid7(),
  consumer      text        NOT NULL,
  log_id        text        NOT NULL,
  topic         text        NOT NULL,
  partition     int         NOT NULL,
  record_offset bigint      NOT NULL,
  subject       uuid,
  version       bigint,
  event_id      uuid,
  college       int,
  key           bytea,
  headers       bytea       NOT NULL,
  data          bytea,
  cause         text        NOT NULL,
  error         text        NOT NULL,
  attempts      int         NOT NULL DEFAULT 1,
  parked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  state         text        NOT NULL DEFAULT 'parked' CHECK (state IN ('parked', 'applied', 'skipped')),
  UNIQUE (consumer, log_id, topic, partition, record_offset)
);
CREATE UNIQUE INDEX parked_event ON parked (consumer, topic, subject, version, event_id) WHERE event_id IS NOT NULL;
CREATE INDEX parked_waiting ON parked (consumer, subject, version) WHERE state = 'parked';

DO $$
DECLARE
  http   text := current_schema() || '_http';
  events text := current_schema() || '_events';
  looker text := current_schema() || '_check';
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, %I, %I', current_schema(), http, events, looker);
  EXECUTE format('GRANT INSERT ON outbox TO %I', http);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON outbox, member, inbox, inbox_version, parked TO %I', events);
  EXECUTE format('GRANT SELECT, UPDATE ON relay TO %I', events);
  EXECUTE format('GRANT SELECT ON topic TO %I', events);
  EXECUTE format('GRANT SELECT ON topic, outbox, relay, member, inbox, inbox_version, parked TO %I', looker);
END
$$;
