-- The day that a document says it was awarded for, which is what pages show and lists go by. Null: the document says none, or whoever added the row
-- did not know of this column yet; then the day from which it counts.
ALTER TABLE item ADD COLUMN awarded_at timestamptz;

CREATE FUNCTION item_moment(document bytea) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
  RETURN (convert_from(document, 'UTF8')::jsonb ->> 'awardedDate')::timestamptz;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;  -- no JSON, or no date: its checks say so
END
$$;
-- The owner sees every row for once.
ALTER TABLE item NO FORCE ROW LEVEL SECURITY;
UPDATE item SET awarded_at = item_moment(document);
ALTER TABLE item FORCE ROW LEVEL SECURITY;
DROP FUNCTION item_moment(bytea);

CREATE INDEX item_awarded ON item (college, person, coalesce(awarded_at, valid_from) DESC, id DESC);
GRANT UPDATE (awarded_at) ON item TO wallet_events;
