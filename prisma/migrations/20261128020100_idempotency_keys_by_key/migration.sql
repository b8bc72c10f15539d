-- Finds what a request with an Idempotency-Key created. The path begins with the tenant.
CREATE INDEX CONCURRENTLY "idempotency_keys_key_path_idx" ON "idempotency_keys"("key", "path");
