-- Deliveries by when they came to their end: lists, and recovering an endpoint. A finished delivery is one that is not
-- pending ("deliveries_due_while_pending"). Every question names a status, or asks for each of them.
CREATE INDEX "deliveries_finished_idx" ON "deliveries"("tenant_id", "status", "finished_at", "id")
  WHERE "finished_at" IS NOT NULL;
CREATE INDEX "deliveries_finished_of_endpoint_idx" ON "deliveries"("endpoint_id", "status", "finished_at", "id")
  WHERE "finished_at" IS NOT NULL;

-- The position of a job is a moment and an id now. "reached" is that of services of the version before, in the order of
-- the ids: they leave these alone, and start such a job again from its beginning.
ALTER TABLE "jobs" ADD COLUMN "reached_finished_at" TIMESTAMPTZ(3),
  ADD COLUMN "reached_id" TEXT COLLATE "C";
