-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- DropIndex
DROP INDEX "counts_seconds_at_idx";

-- AlterTable
ALTER TABLE "counts" DROP CONSTRAINT "counts_pkey",
ADD COLUMN     "folded" BOOLEAN NOT NULL DEFAULT false,
ADD CONSTRAINT "counts_pkey" PRIMARY KEY ("tenant_id", "endpoint_id", "seconds", "folded", "at", "kind", "slot");

-- CreateIndex
CREATE INDEX "counts_seconds_folded_at_idx" ON "counts"("seconds", "folded", "at");

-- CreateIndex
CREATE INDEX "jobs_endpoint_id_idx" ON "jobs"("endpoint_id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_actor_id_idx" ON "audit_entries"("tenant_id", "actor", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_action_id_idx" ON "audit_entries"("tenant_id", "action", "id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_idx" ON "audit_entries"("actor", "id");

-- CreateIndex
CREATE INDEX "audit_entries_action_id_idx" ON "audit_entries"("action", "id");

-- What Prisma's schema cannot say.

-- Tenants of which workers have something left to delete.
CREATE INDEX "tenants_deleted_at_idx" ON "tenants"("deleted_at") WHERE "deleted_at" IS NOT NULL;

-- Once a tenant is deleted, nothing is to go by what others have in memory of it. That was the last change of its version:
-- what it owned goes row by row, and each would be another one.
DROP TRIGGER "tenants_rules_version" ON "tenants";
CREATE TRIGGER "tenants_rules_version" BEFORE UPDATE OF "strict_event_types", "deleted_at" ON "tenants"
  FOR EACH ROW EXECUTE FUNCTION "renew_own_rules_version"();

CREATE OR REPLACE FUNCTION "renew_rules_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tenants SET rules_version = nextval('tenants_rules_version_seq')
  WHERE id = coalesce(NEW.tenant_id, OLD.tenant_id) AND deleted_at IS NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "renew_rules_version_of_source"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tenants SET rules_version = nextval('tenants_rules_version_seq')
  WHERE id = (SELECT tenant_id FROM sources WHERE id = coalesce(NEW.source_id, OLD.source_id)) AND deleted_at IS NULL;
  RETURN NULL;
END $$;
