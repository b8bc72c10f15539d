-- The same, by when they finished.
CREATE INDEX CONCURRENTLY "deliveries_finished_cause_idx"
  ON "deliveries"("tenant_id", (coalesce("last_error_code", "last_status_code"::text)), "finished_at", "id")
  WHERE "finished_at" IS NOT NULL
    AND ("last_error_code" IS NOT NULL OR "last_status_code" < 200 OR "last_status_code" > 299);
