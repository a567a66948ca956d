-- Who may see and do what. Row-level security is enabled and forced on every table with a college; without settings there are no rows of anybody's.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['issuer', 'status_list', 'achievement', 'pathway', 'role', 'item', 'progress', 'consent', 'share_link',
      'share_item'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY looker ON %I FOR SELECT TO wallet_check USING (true)', name);
  END LOOP;
  -- The events login writes what the catalogue and the topics of the colleges of its slice say.
  FOREACH name IN ARRAY ARRAY['issuer', 'status_list', 'achievement', 'pathway', 'role', 'item', 'progress', 'consent'] LOOP
    EXECUTE format('CREATE POLICY events ON %I TO wallet_events USING (college = ANY (cairn_colleges()))
        WITH CHECK (college = ANY (cairn_colleges()))', name);
  END LOOP;
  -- The public catalogue, which holds nothing of anybody.
  FOREACH name IN ARRAY ARRAY['issuer', 'status_list', 'achievement', 'pathway', 'role'] LOOP
    EXECUTE format('CREATE POLICY everybody ON %I FOR SELECT TO wallet_http USING (true)', name);
  END LOOP;
  -- A learner's own.
  FOREACH name IN ARRAY ARRAY['item', 'progress', 'consent', 'share_link'] LOOP
    EXECUTE format('CREATE POLICY learner ON %I TO wallet_http USING (cairn_learner(college, person))
        WITH CHECK (cairn_learner(college, person))', name);
  END LOOP;
END
$$;

-- The links of a learner's, and only items that are hers.
-- Whether the link that a visitor came by names an item. A function that is not inlined: adding to `share_item` looks at `item`, whose policy looks
-- here, and PostgreSQL would take that for a circle.
CREATE FUNCTION is_shared(item_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM share_item s WHERE s.item = item_id AND s.link = cairn_link());
END
$$;
CREATE POLICY learner ON share_item FOR SELECT TO wallet_http
  USING (cairn_visitor() = 'learner' AND college = cairn_college() AND link IN (SELECT id FROM share_link));
CREATE POLICY learner_adds ON share_item FOR INSERT TO wallet_http
  WITH CHECK (cairn_visitor() = 'learner' AND college = cairn_college() AND link IN (SELECT id FROM share_link)
    AND item IN (SELECT id FROM item));

-- Whoever has a link sees the link itself, which may have ended, and while it lasts the items that it names.
CREATE POLICY share_link ON share_link FOR SELECT TO wallet_http USING (id = cairn_link());
CREATE POLICY share_link ON share_item FOR SELECT TO wallet_http
  USING (link = cairn_link()
    AND EXISTS (SELECT FROM share_link WHERE share_link.id = cairn_link() AND ended_at IS NULL AND until > now()));
CREATE POLICY share_link ON item FOR SELECT TO wallet_http
  USING (cairn_visitor() = 'share-link' AND is_shared(id));

-- What ends consents must find them first, in whatever college. It sees which stand, and until when (columns are granted below).
CREATE POLICY expiry ON consent FOR SELECT TO wallet_events USING (cairn_visitor() = 'expiry' AND state = 'granted');

GRANT SELECT ON issuer, status_list, achievement, pathway, role, item, progress, consent, share_link, share_item TO wallet_http;
GRANT INSERT ON consent, share_link, share_item TO wallet_http;
GRANT UPDATE (state, changed_at, version) ON consent TO wallet_http;
GRANT UPDATE (ended_at) ON share_link TO wallet_http;

GRANT SELECT, INSERT, UPDATE ON issuer, status_list, achievement, pathway, role, progress TO wallet_events;
GRANT SELECT, INSERT ON item TO wallet_events;
GRANT UPDATE (state, valid_from, valid_until, changed_at, skills, earned_by, document, name, credential_version) ON item TO wallet_events;
GRANT SELECT ON consent TO wallet_events;
GRANT UPDATE (state, changed_at, version) ON consent TO wallet_events;

GRANT SELECT ON issuer, status_list, achievement, pathway, role, progress, consent, item TO wallet_check;
GRANT SELECT (college, id, person, made_at, until, ended_at) ON share_link TO wallet_check;
GRANT SELECT ON share_item TO wallet_check;

-- How old the copies are, and which of them wait for an operator.
GRANT SELECT (consumer, topic, partition, caught_up_at) ON inbox TO wallet_http;
GRANT SELECT (consumer, topic, subject, state) ON parked TO wallet_http;
