-- The result of a delivery's last attempt, and why it failed or was cancelled. Null for rows that a service of the previous
-- version wrote: filling them in would rewrite the largest table.
ALTER TABLE "deliveries" ADD COLUMN "last_status_code" INTEGER,
  ADD COLUMN "last_error_code" TEXT COLLATE "C",
  ADD COLUMN "last_trigger" "attempt_trigger",
  ADD COLUMN IF NOT EXISTS "reason" TEXT;
