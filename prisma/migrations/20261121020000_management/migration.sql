-- CreateEnum
CREATE TYPE "job_status" AS ENUM ('pending', 'running', 'succeeded', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "strict_event_types" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "rate_limit_per_second" INTEGER;

-- AlterTable
ALTER TABLE "endpoints" ADD COLUMN     "filter" JSON;

-- AlterTable
ALTER TABLE "endpoint_gates" ADD COLUMN     "exhausted_told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sources" ADD COLUMN     "public_key" TEXT;

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "exhausted_untold" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "endpoint_headers" (
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "endpoint_headers_pkey" PRIMARY KEY ("endpoint_id","name")
);

-- CreateTable
CREATE TABLE "event_types" (
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "schema" JSON,
    "archived" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_types_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'pending',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "statuses" "delivery_status"[],
    "reached" TEXT COLLATE "C",
    "total" INTEGER,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "holder" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "seed" UUID NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "status" INTEGER,
    "content_type" TEXT,
    "sealed_reply" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("holder","path","key")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C",
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT,
    "fields" TEXT[],
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counts" (
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "seconds" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "slot" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "counts_pkey" PRIMARY KEY ("tenant_id","endpoint_id","seconds","at","kind","slot")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "event_types_created_at_name_idx" ON "event_types"("created_at", "name");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_id_idx" ON "jobs"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_id_idx" ON "audit_entries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "counts_seconds_at_idx" ON "counts"("seconds", "at");

-- AddForeignKey
ALTER TABLE "endpoint_headers" ADD CONSTRAINT "endpoint_headers_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "counts" ADD CONSTRAINT "counts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- Jobs that a worker has to go on with.
CREATE INDEX "jobs_due_at_idx" ON "jobs"("due_at") WHERE "due_at" IS NOT NULL;

-- One at a time: a second job over the same deliveries would find that the first is sending them.
CREATE UNIQUE INDEX "jobs_unfinished_key" ON "jobs"("endpoint_id") WHERE "finished_at" IS NULL;

-- A job is due until it is finished.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_due_until_finished" CHECK (("due_at" IS NULL) = ("finished_at" IS NOT NULL));

-- Of which deliveries is the tenant to be told that they used up their schedule?
CREATE INDEX "deliveries_exhausted_untold_idx" ON "deliveries"("endpoint_id", "id") WHERE "exhausted_untold";

-- Which deliveries of an endpoint can be sent again? A test is never recovered.
CREATE INDEX "deliveries_recoverable_idx" ON "deliveries"("endpoint_id", "status", "id")
  WHERE "status" IN ('failed', 'cancelled') AND "trigger" <> 'test';

-- An endpoint names a header once, whatever its case.
CREATE UNIQUE INDEX "endpoint_headers_endpoint_id_lower_name_key" ON "endpoint_headers"("endpoint_id", lower("name"));

-- An answer is kept whole, or not yet.
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_answered"
  CHECK (("status" IS NULL) = ("sealed_reply" IS NULL) AND ("status" IS NULL) = ("lease_until" IS NOT NULL));

-- A count for one second need not outlive a crash, and each limited request writes one.
ALTER TABLE "rate_limits" SET UNLOGGED;
