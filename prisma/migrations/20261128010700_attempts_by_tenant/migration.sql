CREATE INDEX CONCURRENTLY "attempts_tenant_idx" ON "attempts"("tenant_id", "id") WHERE "tenant_id" IS NOT NULL;
