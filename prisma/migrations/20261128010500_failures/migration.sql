-- What fails: failed attempts by endpoint and cause, by the hour. Several rows for one hour, so that concurrent workers seldom
-- wait for each other.
CREATE TABLE "failures" (
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "cause" TEXT COLLATE "C" NOT NULL,
    "shard" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "delivery_ids" TEXT[],

    CONSTRAINT "failures_pkey" PRIMARY KEY ("tenant_id", "at", "endpoint_id", "cause", "shard")
);
CREATE INDEX "failures_at_idx" ON "failures"("at");

-- Rows of the current hour change with every failure.
ALTER TABLE "failures" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
