-- What grows with history is kept in partitions by time, and what changes with every attempt in a table of its own.

-- Rows of these belong together by their ids alone. A foreign key would look each of them up once more, one by one, and
-- lock what it finds. Who stores an event, or a request, locks the tenant instead, once for all of them, and who deletes a
-- tenant waits for that.
ALTER TABLE "attempts" DROP CONSTRAINT "attempts_delivery_id_fkey";
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_endpoint_id_fkey",
  DROP CONSTRAINT "deliveries_event_id_fkey",
  DROP CONSTRAINT "deliveries_tenant_id_fkey";
ALTER TABLE "dedupe_keys" DROP CONSTRAINT "dedupe_keys_source_id_fkey";
ALTER TABLE "events" DROP CONSTRAINT "events_source_id_fkey",
  DROP CONSTRAINT "events_tenant_id_fkey";
ALTER TABLE "requests" DROP CONSTRAINT "requests_source_id_fkey";

-- A claim is a row here. It comes and goes, and the delivery with all its indexes stays as it is.
CREATE TABLE "leases" (
    "delivery_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("delivery_id")
);
CREATE INDEX "leases_endpoint_id_expires_at_idx" ON "leases"("endpoint_id", "expires_at");

-- All of its rows are new within seconds: a share of them says nothing about when to clean up.
ALTER TABLE "leases" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

INSERT INTO "leases" ("delivery_id", "endpoint_id", "number", "claimed_at", "expires_at")
SELECT "id", "endpoint_id", "attempt_count", "claimed_at", "lease_until" FROM "deliveries" WHERE "lease_until" IS NOT NULL;
UPDATE "deliveries" SET "attempt_count" = "attempt_count" - 1 WHERE "lease_until" IS NOT NULL;
DROP INDEX "deliveries_in_flight_idx";
ALTER TABLE "deliveries" DROP COLUMN "claimed_at", DROP COLUMN "lease_until";

-- What of an endpoint is pending, and what can be sent again: one index for both.
DROP INDEX "deliveries_pending_endpoint_id_idx";
DROP INDEX "deliveries_recoverable_idx";
CREATE INDEX "deliveries_unsucceeded_of_endpoint_idx" ON "deliveries"("endpoint_id", "status", "id")
  WHERE "status" <> 'succeeded';

-- The publishers' own ids: unique over all partitions, so not in one of them.
CREATE TABLE "external_ids" (
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "external_id" TEXT NOT NULL,
    "event_id" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "external_ids_pkey" PRIMARY KEY ("tenant_id", "external_id")
);
INSERT INTO "external_ids" ("tenant_id", "external_id", "event_id")
SELECT "tenant_id", "external_id", "id" FROM "events" WHERE "external_id" IS NOT NULL;
DROP INDEX "events_tenant_id_external_id_key";

-- Most events have no source.
DROP INDEX "events_source_id_id_idx";
CREATE INDEX "events_source_id_id_idx" ON "events"("source_id", "id") WHERE "source_id" IS NOT NULL;

-- An attempt is found by its delivery, in the time of which it is kept.
ALTER TABLE "attempts" DROP CONSTRAINT "attempts_pkey";
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_pkey" PRIMARY KEY USING INDEX "attempts_delivery_id_number_key";

-- An id begins with its kind and the time in milliseconds, ten digits of base 32 (https://github.com/jetify-com/typeid).
CREATE FUNCTION "first_id_at"("prefix" TEXT, "at" TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT prefix || '_' || string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((floor(extract(epoch FROM at) * 1000)::bigint >> (5 * place)) & 31)::int, 1),
    '' ORDER BY place DESC)
  FROM generate_series(0, 9) AS place
$$;

-- The tables by time, each by the kind of id that places its rows in time.
CREATE TABLE "partitioned" (
    "table_name" TEXT NOT NULL,
    "id_prefix" TEXT NOT NULL,
    "id_column" TEXT NOT NULL,

    CONSTRAINT "partitioned_pkey" PRIMARY KEY ("table_name")
);
INSERT INTO "partitioned" VALUES ('events', 'evt', 'id'), ('requests', 'req', 'id'), ('attempts', 'dlv', 'delivery_id');

-- What is there becomes the first partition, which lasts until the end of this week. What no partition is there for goes
-- to the default one, so that nothing is ever refused for want of a partition. A week is so many hours: in the server's
-- time zone some are longer or shorter.
DO $$
DECLARE
  one partitioned;
  week timestamptz := date_trunc('week', now(), 'UTC') + interval '168 hours';
BEGIN
  FOR one IN SELECT * FROM partitioned LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', one.table_name, one.table_name || '_first');
    EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', one.table_name || '_first', one.table_name || '_pkey', one.table_name || '_first_pkey');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE) PARTITION BY RANGE (%I)',
      one.table_name, one.table_name || '_first', one.id_column);
  END LOOP;

  ALTER INDEX events_tenant_id_id_idx RENAME TO events_first_tenant_id_id_idx;
  ALTER INDEX events_tenant_id_type_id_idx RENAME TO events_first_tenant_id_type_id_idx;
  ALTER INDEX events_source_id_id_idx RENAME TO events_first_source_id_id_idx;
  ALTER INDEX requests_source_id_id_idx RENAME TO requests_first_source_id_id_idx;
  CREATE INDEX events_tenant_id_id_idx ON events (tenant_id, id);
  CREATE INDEX events_tenant_id_type_id_idx ON events (tenant_id, type, id);
  CREATE INDEX events_source_id_id_idx ON events (source_id, id) WHERE source_id IS NOT NULL;
  CREATE INDEX requests_source_id_id_idx ON requests (source_id, id);
  -- Last: of indexes that would do equally well on a partition that is still empty, the planner takes the one made last.
  ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id);
  ALTER TABLE requests ADD CONSTRAINT requests_pkey PRIMARY KEY (id);
  ALTER TABLE attempts ADD CONSTRAINT attempts_pkey PRIMARY KEY (delivery_id, number);

  FOR one IN SELECT * FROM partitioned LOOP
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
      one.table_name, one.table_name || '_first', first_id_at(one.id_prefix, week));
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', one.table_name || '_default', one.table_name);
  END LOOP;

  -- Events of up to 8 kB are kept in their row: to compress them takes longer than to write them.
  ALTER TABLE events_first SET (toast_tuple_target = 8160);
END $$;

-- Adds the partitions that are missing up to a time, a week each, and says how many. A table is made and then attached:
-- whoever reads and writes meanwhile is not kept waiting. Those who call at once wait for each other, and the tables come
-- in the order in which others lock them. A week of which the default partition has rows already stays there: of a process
-- whose clock was far ahead, or of a time without workers.
CREATE FUNCTION "add_partitions"("upto" TIMESTAMPTZ) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  one partitioned;
  week timestamptz;
  partition_name text;
  is_begun boolean;
  added int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('add_partitions'));
  FOR one IN SELECT * FROM partitioned ORDER BY table_name LOOP
    week := date_trunc('week', now(), 'UTC') + interval '168 hours';
    WHILE week < upto LOOP
      partition_name := one.table_name || to_char(week AT TIME ZONE 'UTC', '_YYYY_MM_DD');
      EXECUTE format('SELECT EXISTS (SELECT FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L)', one.table_name || '_default',
        one.id_column, first_id_at(one.id_prefix, week), first_id_at(one.id_prefix, week + interval '168 hours')) INTO is_begun;
      IF to_regclass(quote_ident(partition_name)) IS NULL AND NOT is_begun THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', partition_name, one.table_name);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', one.table_name, partition_name,
          first_id_at(one.id_prefix, week), first_id_at(one.id_prefix, week + interval '168 hours'));
        IF one.table_name = 'events' THEN
          EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', partition_name);
        END IF;
        added := added + 1;
      END IF;
      week := week + interval '168 hours';
    END LOOP;
  END LOOP;
  RETURN added;
END $$;

SELECT "add_partitions"(now() + interval '3 weeks');
