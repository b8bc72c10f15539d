-- Deliveries by the failure of their last attempt: its error code, or its status outside 2xx. An attempt has one of the two.
-- Deliveries that succeed at once are in none of these indexes, so they cost nothing more.
CREATE INDEX CONCURRENTLY "deliveries_cause_idx"
  ON "deliveries"("tenant_id", (coalesce("last_error_code", "last_status_code"::text)), "id")
  WHERE "last_error_code" IS NOT NULL OR "last_status_code" < 200 OR "last_status_code" > 299;
