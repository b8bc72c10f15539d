-- "deliveries" becomes the first partition of a table by week. Nothing is read, written or built: the rows are known to be
-- below the bound, and the partitioned table takes over the indexes.
SET LOCAL lock_timeout = '2s';
LOCK TABLE "deliveries" IN ACCESS EXCLUSIVE MODE;

-- Where the first partition ends; null for tables whose first one ended with the week of their partitioning.
ALTER TABLE "partitioned" ADD COLUMN "first_until" TEXT COLLATE "C";

DO $$
DECLARE
  bound text := (
    SELECT substring(pg_get_constraintdef(oid) FROM '''(\w+)''') FROM pg_constraint
    WHERE conrelid = 'deliveries'::regclass AND conname = 'deliveries_before_bound');
  -- The primary key is made last: of indexes that would do equally well on an empty partition, the planner takes the last.
  definitions text[] := ARRAY(
    SELECT pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = 'deliveries'::regclass AND NOT indisprimary ORDER BY indexrelid);
  one record;
  definition text;
BEGIN
  FOR one IN
    SELECT relname AS name FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE indrelid = 'deliveries'::regclass
  LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', one.name, regexp_replace(one.name, '^deliveries', 'deliveries_first'));
  END LOOP;
  ALTER TABLE deliveries RENAME TO deliveries_first;
  CREATE TABLE deliveries (LIKE deliveries_first INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS)
    PARTITION BY RANGE (id);
  ALTER TABLE deliveries DROP CONSTRAINT deliveries_before_bound;
  FOREACH definition IN ARRAY definitions LOOP
    EXECUTE definition;
  END LOOP;
  ALTER TABLE deliveries ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);

  EXECUTE format('ALTER TABLE deliveries ATTACH PARTITION deliveries_first FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  ALTER TABLE deliveries_first DROP CONSTRAINT deliveries_before_bound;
  -- Each partition needs the trigger. A partitioned table gives it to those that are attached later.
  DROP TRIGGER deliveries_notification_pending ON deliveries_first;
  CREATE TRIGGER deliveries_notification_pending AFTER UPDATE OF exhausted_untold ON deliveries
    FOR EACH ROW WHEN (NEW.exhausted_untold <> NEW.notification_pending) EXECUTE FUNCTION copy_exhausted_untold();
  CREATE TABLE deliveries_default PARTITION OF deliveries DEFAULT;
  INSERT INTO partitioned VALUES ('deliveries', 'dlv', 'id', bound);
END $$;

-- As before, except for weeks that a long first partition covers.
CREATE OR REPLACE FUNCTION "add_partitions"("upto" TIMESTAMPTZ) RETURNS INT LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  one partitioned;
  week timestamptz;
  week_end timestamptz;
  partition_name text;
  is_begun boolean;
  added int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('add_partitions'));
  FOR one IN SELECT * FROM partitioned ORDER BY table_name LOOP
    week := date_trunc('week', now(), 'UTC') + interval '168 hours';
    WHILE week < upto LOOP
      week_end := week + interval '168 hours';
      partition_name := one.table_name || to_char(week AT TIME ZONE 'UTC', '_YYYY_MM_DD');
      EXECUTE format('SELECT EXISTS (SELECT FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L)', one.table_name || '_default',
        one.id_column, first_id_at(one.id_prefix, week), first_id_at(one.id_prefix, week_end)) INTO is_begun;
      IF to_regclass(quote_ident(partition_name)) IS NULL AND NOT is_begun
        AND first_id_at(one.id_prefix, week) >= coalesce(one.first_until, '')
      THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS)',
          partition_name, one.table_name);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', one.table_name, partition_name,
          first_id_at(one.id_prefix, week), first_id_at(one.id_prefix, week_end));
        IF one.table_name = 'events' THEN
          EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', partition_name);
        END IF;
        added := added + 1;
      END IF;
      week := week_end;
    END LOOP;
  END LOOP;
  RETURN added;
END $$;
