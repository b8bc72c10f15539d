-- How long a tenant's content is kept, and how far it has been removed: the last event and the last delivery.
SET LOCAL lock_timeout = '2s';
ALTER TABLE "tenants" ADD COLUMN "retention_days" INTEGER,
  ADD COLUMN "content_event_id" TEXT COLLATE "C",
  ADD COLUMN "content_delivery_id" TEXT COLLATE "C",
  ADD COLUMN "content_due_at" TIMESTAMPTZ(3);
CREATE INDEX "tenants_content_due_at_idx" ON "tenants"("content_due_at") WHERE "content_due_at" IS NOT NULL;
