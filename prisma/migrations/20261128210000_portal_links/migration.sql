-- CreateTable
CREATE TABLE "portal_links" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "maker" TEXT COLLATE "C" NOT NULL,
    "admin_tag" BYTEA,
    "role" "key_role" NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "single_use" BOOLEAN NOT NULL,
    "session_ttl_seconds" INTEGER NOT NULL,
    "allowed_origins" TEXT[],
    "theme" JSON NOT NULL,
    "next" TEXT,
    "refresh_url" TEXT,
    "actor_id" TEXT,
    "actor_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "purge_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_links_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "portal_links_tenant_id_id_idx" ON "portal_links"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "portal_links_purge_at_idx" ON "portal_links"("purge_at");

-- AddForeignKey
ALTER TABLE "portal_links" ADD CONSTRAINT "portal_links_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
