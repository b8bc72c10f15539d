CREATE INDEX CONCURRENTLY "requests_source_id_cause_id_idx" ON "requests"("source_id", "cause", "id") WHERE "cause" IS NOT NULL;
