-- Null for a request with one event, which is in event_id, and for what version 0.1.0 writes.
ALTER TABLE "requests" ADD COLUMN "event_ids" TEXT[], ADD COLUMN "duplicate_event_ids" TEXT[];
