-- Finds the events of a trace.
CREATE INDEX CONCURRENTLY "events_trace_id_tenant_id_idx" ON "events"("trace_id", "tenant_id");
