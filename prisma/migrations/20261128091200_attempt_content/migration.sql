-- When the headers and the recorded body of an attempt were removed, and the record was kept.
SET LOCAL lock_timeout = '2s';
ALTER TABLE "attempts" ADD COLUMN "content_removed_at" TIMESTAMPTZ(3);
