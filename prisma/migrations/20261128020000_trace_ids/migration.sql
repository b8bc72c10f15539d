-- Finds the events of a trace. The partitions get the index one after the other and without blocking writes, after the
-- migrations (packages/database/src/schema/partition-indexes.ts): here it is only declared, which takes a moment.
SET LOCAL lock_timeout = '2s';
CREATE INDEX "events_trace_id_tenant_id_idx" ON ONLY "events"("trace_id", "tenant_id");
