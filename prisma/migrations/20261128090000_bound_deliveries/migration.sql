-- "deliveries" becomes the first partition of a table by week, in three migrations: this one bounds the ids of new rows, the
-- second checks those of stored rows, which takes long and locks nothing, and the third makes the partitioned table, in
-- milliseconds, because nothing is left to check.
SET LOCAL lock_timeout = '2s';
LOCK TABLE "deliveries" IN ACCESS EXCLUSIVE MODE;

-- Why a delivery is cancelled.
ALTER TABLE "deliveries" ADD COLUMN IF NOT EXISTS "reason" TEXT;

-- The bound is two to three weeks ahead, so that no row is refused before the third migration, and after every stored row: an id
-- contains the time of a clock that may have been ahead.
DO $$
DECLARE
  last_id text := (SELECT max(id) FROM deliveries);
  last_ms numeric := (
    SELECT sum((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(last_id, 5 + place, 1)) - 1) * 32::numeric ^ (9 - place))
    FROM generate_series(0, 9) AS place);
  week timestamptz := greatest(
    date_trunc('week', now(), 'UTC') + 3 * interval '168 hours',
    date_trunc('week', to_timestamp((last_ms / 1000)::float8), 'UTC') + interval '168 hours');
BEGIN
  EXECUTE format('ALTER TABLE deliveries ADD CONSTRAINT deliveries_before_bound CHECK (id < %L) NOT VALID',
    first_id_at('dlv', week));
END $$;
