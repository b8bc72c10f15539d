-- Deliveries whose last attempt, or whose first one to be made, has another trigger than the schedule.
CREATE INDEX CONCURRENTLY "deliveries_trigger_idx"
  ON "deliveries"("tenant_id", (coalesce("last_trigger", "trigger")), "id")
  WHERE coalesce("last_trigger", "trigger") <> 'schedule';
