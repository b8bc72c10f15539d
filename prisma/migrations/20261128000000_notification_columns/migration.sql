-- Columns about notifications get names that say so. Services of 0.1.0, which run beside this schema during an upgrade, read and
-- write only the old ones. Newer services read the new ones and write both. A later version removes the old ones.
ALTER TABLE "deliveries" ADD COLUMN "notification_pending" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "endpoint_gates" ADD COLUMN "notify_at" TIMESTAMPTZ(3), ADD COLUMN "exhausted_notified_at" TIMESTAMPTZ(3);

-- What a service of 0.1.0 writes to an old column is copied to the new one. The triggers run after the update, not before: with
-- a BEFORE trigger every update of the table would lock its row first, also one that writes no old column, and write twice as many
-- WAL records.
CREATE FUNCTION "copy_exhausted_untold"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE deliveries SET notification_pending = NEW.exhausted_untold WHERE id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER "deliveries_notification_pending" AFTER UPDATE OF "exhausted_untold" ON "deliveries"
  FOR EACH ROW WHEN (NEW.exhausted_untold <> NEW.notification_pending) EXECUTE FUNCTION "copy_exhausted_untold"();

CREATE FUNCTION "copy_told_columns"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE endpoint_gates SET notify_at = NEW.tell_at, exhausted_notified_at = NEW.exhausted_told_at
  WHERE endpoint_id = NEW.endpoint_id;
  RETURN NULL;
END $$;

CREATE TRIGGER "endpoint_gates_notified" AFTER UPDATE OF "tell_at", "exhausted_told_at" ON "endpoint_gates"
  FOR EACH ROW
  WHEN (NEW.tell_at IS DISTINCT FROM NEW.notify_at OR NEW.exhausted_told_at IS DISTINCT FROM NEW.exhausted_notified_at)
  EXECUTE FUNCTION "copy_told_columns"();
