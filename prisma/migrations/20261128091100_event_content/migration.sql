-- When the body and the raw bytes of an event were removed, and the record was kept.
SET LOCAL lock_timeout = '2s';
ALTER TABLE "events" ADD COLUMN "content_removed_at" TIMESTAMPTZ(3);
