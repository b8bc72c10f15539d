-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "rules_version" BIGSERIAL NOT NULL;

-- CreateTable
CREATE TABLE "catalogue" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "catalogue_pkey" PRIMARY KEY ("id")
);

-- What Prisma's schema cannot say.

-- There is one row.
ALTER TABLE "catalogue" ADD CONSTRAINT "catalogue_one_row" CHECK ("id");
INSERT INTO "catalogue" DEFAULT VALUES;

-- Services keep in memory who may publish, and what becomes of an event. Whatever changes it, be it a hand at the
-- database, changes the version with it. An event is stored by rules of the version that is there then, or not.

CREATE FUNCTION "renew_rules_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tenants SET rules_version = nextval('tenants_rules_version_seq') WHERE id = coalesce(NEW.tenant_id, OLD.tenant_id);
  RETURN NULL;
END $$;

CREATE TRIGGER "endpoints_rules_version"
  AFTER INSERT OR DELETE OR UPDATE OF "event_types", "filter", "enabled", "deleted_at" ON "endpoints"
  FOR EACH ROW EXECUTE FUNCTION "renew_rules_version"();

-- A key that is new is not in anyone's memory.
CREATE TRIGGER "api_keys_rules_version" AFTER DELETE OR UPDATE ON "api_keys"
  FOR EACH ROW EXECUTE FUNCTION "renew_rules_version"();

CREATE TRIGGER "sources_rules_version" AFTER DELETE OR UPDATE ON "sources"
  FOR EACH ROW EXECUTE FUNCTION "renew_rules_version"();

CREATE FUNCTION "renew_rules_version_of_source"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tenants SET rules_version = nextval('tenants_rules_version_seq')
  WHERE id = (SELECT tenant_id FROM sources WHERE id = coalesce(NEW.source_id, OLD.source_id));
  RETURN NULL;
END $$;

CREATE TRIGGER "source_secrets_rules_version" AFTER INSERT OR DELETE OR UPDATE ON "source_secrets"
  FOR EACH ROW EXECUTE FUNCTION "renew_rules_version_of_source"();

CREATE FUNCTION "renew_own_rules_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rules_version = nextval('tenants_rules_version_seq');
  RETURN NEW;
END $$;

CREATE TRIGGER "tenants_rules_version" BEFORE UPDATE OF "strict_event_types" ON "tenants"
  FOR EACH ROW EXECUTE FUNCTION "renew_own_rules_version"();

CREATE FUNCTION "count_up_catalogue_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue SET version = version + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER "event_types_catalogue_version" AFTER INSERT OR DELETE OR UPDATE ON "event_types"
  FOR EACH STATEMENT EXECUTE FUNCTION "count_up_catalogue_version"();
