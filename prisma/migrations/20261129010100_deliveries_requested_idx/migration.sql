-- Deliveries of an endpoint with a requested manual attempt: of a relay, a listener fetches them.
CREATE INDEX CONCURRENTLY "deliveries_requested_idx" ON "deliveries"("endpoint_id") WHERE "manual_at" IS NOT NULL;
