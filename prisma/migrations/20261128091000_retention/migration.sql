-- Partitions that are no longer part of their table and are to be dropped. Dropping a partition locks its table; dropping a
-- table that was detached before locks nothing that others use.
CREATE TABLE "detached_partitions" (
    "table_name" TEXT NOT NULL,
    "detached_from" TEXT NOT NULL,
    "detached_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "detached_partitions_pkey" PRIMARY KEY ("table_name")
);

-- How many objects an entry is about, if it is about several.
ALTER TABLE "audit_entries" ADD COLUMN "count" INTEGER;

-- Detaches a partition, unless a delivery of it is pending or in flight, or another worker detaches one. Reads and
-- writes of the table wait for "lock_timeout" at most.
--
-- Lock order: the partition and the default one against maintenance, so that a vacuum of theirs has given way; the table, the
-- partition, the default one, exclusively. "DETACH … CONCURRENTLY" would wait for fewer locks, but a default partition excludes
-- it.
CREATE FUNCTION "detach_partition"("partition_name" TEXT, "lock_timeout" INTERVAL) RETURNS BOOLEAN LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  lower_bound text;
  upper_bound text;
  is_used boolean := false;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('detach_partition ' || current_schema())) THEN
    RETURN false;
  END IF;
  SELECT p.table_name, coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''(\w+)''\)'), ''),
    substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''(\w+)''\)')
  INTO parent, lower_bound, upper_bound
  FROM partitioned p JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.table_name))
    JOIN pg_class c ON c.oid = i.inhrelid
  WHERE c.oid = to_regclass(quote_ident(partition_name));
  IF upper_bound IS NULL THEN
    RETURN false;
  END IF;

  PERFORM set_config('lock_timeout', '3s', true);
  EXECUTE format('LOCK TABLE %I, %I IN SHARE UPDATE EXCLUSIVE MODE', partition_name, parent || '_default');
  PERFORM set_config('lock_timeout', (extract(epoch FROM detach_partition.lock_timeout) * 1000)::int || 'ms', true);
  EXECUTE format('LOCK TABLE ONLY %I, ONLY %I, ONLY %I IN ACCESS EXCLUSIVE MODE', parent, partition_name, parent || '_default');
  IF parent = 'deliveries' THEN
    -- By the two indexes that have the pending ones: those that wait for their endpoint, and the others.
    EXECUTE format(
      'SELECT EXISTS (SELECT FROM %1$I WHERE status = ''pending'' AND remind_at IS NULL)
         OR EXISTS (SELECT FROM %1$I WHERE remind_at IS NOT NULL AND status = ''pending'')', partition_name) INTO is_used;
  END IF;
  -- An attempt in flight is recorded in both.
  IF is_used OR parent IN ('attempts', 'deliveries') AND EXISTS (
    SELECT FROM leases
    WHERE delivery_id >= lower_bound AND delivery_id < upper_bound AND expires_at > clock_timestamp()
  ) THEN
    RETURN false;
  END IF;
  IF parent = 'deliveries' THEN
    DELETE FROM leases WHERE delivery_id >= lower_bound AND delivery_id < upper_bound;
  END IF;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, partition_name);
  INSERT INTO detached_partitions VALUES (partition_name, parent, now());
  RETURN true;
END $$;

-- Drops the table that was detached first, and returns its name; null if there is none, or another worker drops it.
-- Lock order: the row of a detached table (SKIP LOCKED); that table.
CREATE FUNCTION "drop_detached_partition"() RETURNS TEXT LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  detached text;
BEGIN
  SELECT table_name INTO detached FROM detached_partitions ORDER BY detached_at, table_name LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF detached IS NOT NULL THEN
    PERFORM set_config('lock_timeout', '3s', true);
    EXECUTE format('DROP TABLE IF EXISTS %I', detached);
    DELETE FROM detached_partitions WHERE table_name = detached;
  END IF;
  RETURN detached;
END $$;
