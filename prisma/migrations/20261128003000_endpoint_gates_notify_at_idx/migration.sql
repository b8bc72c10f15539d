-- Endpoints whose notification is pending.
CREATE INDEX CONCURRENTLY "endpoint_gates_notify_at_idx" ON "endpoint_gates"("notify_at") WHERE "notify_at" IS NOT NULL;
