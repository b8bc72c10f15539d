-- Bulk work of the API beside recoveries. A table of its own: services of the previous version run whatever is due in "jobs" as
-- a recovery.

-- CreateEnum
CREATE TYPE "bulk_job_kind" AS ENUM ('bulk_retry', 'bulk_cancel', 'event_search');

-- CreateTable
CREATE TABLE "bulk_jobs" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "kind" "bulk_job_kind" NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'pending',
    "request" JSON NOT NULL,
    "reached" TEXT COLLATE "C",
    "total" INTEGER,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "hits" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "limit_reached" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cleanup_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_hits" (
    "job_id" TEXT COLLATE "C" NOT NULL,
    "event_id" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_hits_pkey" PRIMARY KEY ("job_id","event_id")
);

-- CreateTable
CREATE TABLE "bulk_job_endpoints" (
    "job_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulk_job_endpoints_pkey" PRIMARY KEY ("job_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "bulk_job_deliveries" (
    "job_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "delivery_id" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "bulk_job_deliveries_pkey" PRIMARY KEY ("job_id","endpoint_id","delivery_id")
);

-- CreateIndex
CREATE INDEX "bulk_job_endpoints_job_id_due_at_idx" ON "bulk_job_endpoints"("job_id", "due_at");

-- CreateIndex
CREATE INDEX "bulk_jobs_tenant_id_id_idx" ON "bulk_jobs"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "bulk_jobs" ADD CONSTRAINT "bulk_jobs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_hits" ADD CONSTRAINT "search_hits_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job_endpoints" ADD CONSTRAINT "bulk_job_endpoints_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job_deliveries" ADD CONSTRAINT "bulk_job_deliveries_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot express.

-- The next part of the jobs of a kind; the unfinished jobs of a tenant; the jobs to clean up.
CREATE INDEX "bulk_jobs_kind_due_at_idx" ON "bulk_jobs"("kind", "due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "bulk_jobs_unfinished_idx" ON "bulk_jobs"("tenant_id", "kind") WHERE "finished_at" IS NULL;
CREATE INDEX "bulk_jobs_cleanup_at_idx" ON "bulk_jobs"("cleanup_at") WHERE "cleanup_at" IS NOT NULL;
