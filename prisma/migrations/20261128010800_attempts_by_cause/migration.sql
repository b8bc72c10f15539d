-- Failed attempts by their error code, or their status outside 2xx.
CREATE INDEX CONCURRENTLY "attempts_cause_idx"
  ON "attempts"("tenant_id", (coalesce("error_code", "status_code"::text)), "id")
  WHERE "tenant_id" IS NOT NULL AND ("error_code" IS NOT NULL OR "status_code" < 200 OR "status_code" > 299);
