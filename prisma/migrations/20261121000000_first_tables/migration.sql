-- Ids are compared byte by byte (COLLATE "C"): their order is the order of time, whatever the database's own locale is.

-- CreateEnum
CREATE TYPE "key_role" AS ENUM ('manage', 'publish', 'read');

-- CreateEnum
CREATE TYPE "request_outcome" AS ENUM ('accepted', 'duplicate', 'rejected');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('pending', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "attempt_trigger" AS ENUM ('schedule', 'manual', 'recover', 'test');

-- CreateEnum
CREATE TYPE "attempt_result" AS ENUM ('succeeded', 'failed');

-- CreateTable
CREATE TABLE "tenants" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "role" "key_role" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoints" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "event_types" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "timeout_seconds" INTEGER NOT NULL,
    "retry_schedule" INTEGER[],
    "retry_on" TEXT NOT NULL,
    "payload_format" TEXT NOT NULL,
    "signatures" TEXT[],
    "max_in_flight" INTEGER NOT NULL,
    "rate_limit_per_second" INTEGER,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_gates" (
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "next_slot_at" TIMESTAMPTZ(3),
    "wake_at" TIMESTAMPTZ(3),
    "circuit_opened_at" TIMESTAMPTZ(3),
    "circuit_reason" TEXT,
    "probe_at" TIMESTAMPTZ(3),
    "probe_pause_ms" INTEGER NOT NULL DEFAULT 30000,
    "recent" JSONB NOT NULL DEFAULT '[]',
    "last_success_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "exhausted_deliveries" INTEGER NOT NULL DEFAULT 0,
    "warned_at" TIMESTAMPTZ(3),
    "tell_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoint_gates_pkey" PRIMARY KEY ("endpoint_id")
);

-- CreateTable
CREATE TABLE "endpoint_secrets" (
    "id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoint_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sources" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "event_type_prefix" TEXT NOT NULL,
    "tolerance_seconds" INTEGER NOT NULL,
    "dedupe_window_seconds" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_secrets" (
    "id" TEXT COLLATE "C" NOT NULL,
    "source_id" TEXT COLLATE "C" NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "requests" (
    "id" TEXT COLLATE "C" NOT NULL,
    "source_id" TEXT COLLATE "C" NOT NULL,
    "outcome" "request_outcome" NOT NULL,
    "cause" TEXT,
    "event_id" TEXT COLLATE "C",
    "content_type" TEXT,
    "user_agent" TEXT,
    "body_bytes" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dedupe_keys" (
    "source_id" TEXT COLLATE "C" NOT NULL,
    "key" TEXT NOT NULL,
    "event_id" TEXT COLLATE "C" NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dedupe_keys_pkey" PRIMARY KEY ("source_id","key")
);

-- CreateTable
CREATE TABLE "events" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "type" TEXT NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "external_id" TEXT,
    "source_id" TEXT COLLATE "C",
    "content_type" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "data_start" INTEGER NOT NULL,
    "trace_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" TEXT COLLATE "C" NOT NULL,
    "tenant_id" TEXT COLLATE "C" NOT NULL,
    "event_id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "event_type" TEXT NOT NULL,
    "status" "delivery_status" NOT NULL DEFAULT 'pending',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "failure_count" INTEGER NOT NULL DEFAULT 0,
    "trigger" "attempt_trigger" NOT NULL DEFAULT 'schedule',
    "next_attempt_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "manual_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" TEXT COLLATE "C" NOT NULL,
    "delivery_id" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "trigger" "attempt_trigger" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "request_headers" JSONB NOT NULL,
    "status_code" INTEGER,
    "response_headers" JSONB,
    "response_body" BYTEA,
    "response_body_truncated" BOOLEAN NOT NULL DEFAULT false,
    "error_code" TEXT,
    "result" "attempt_result" NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tenants_created_at_id_idx" ON "tenants"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_id_idx" ON "api_keys"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "endpoints_tenant_id_id_idx" ON "endpoints"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "endpoint_secrets_endpoint_id_id_idx" ON "endpoint_secrets"("endpoint_id", "id");

-- CreateIndex
CREATE INDEX "sources_tenant_id_id_idx" ON "sources"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "source_secrets_source_id_id_idx" ON "source_secrets"("source_id", "id");

-- CreateIndex
CREATE INDEX "requests_source_id_id_idx" ON "requests"("source_id", "id");

-- CreateIndex
CREATE INDEX "dedupe_keys_expires_at_idx" ON "dedupe_keys"("expires_at");

-- CreateIndex
CREATE INDEX "events_tenant_id_id_idx" ON "events"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "events_tenant_id_type_id_idx" ON "events"("tenant_id", "type", "id");

-- CreateIndex
CREATE INDEX "events_source_id_id_idx" ON "events"("source_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "events_tenant_id_external_id_key" ON "events"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "deliveries_tenant_id_id_idx" ON "deliveries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "deliveries_tenant_id_event_type_id_idx" ON "deliveries"("tenant_id", "event_type", "id");

-- CreateIndex
CREATE INDEX "deliveries_event_id_id_idx" ON "deliveries"("event_id", "id");

-- CreateIndex
CREATE INDEX "deliveries_endpoint_id_id_idx" ON "deliveries"("endpoint_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_delivery_id_number_key" ON "attempts"("delivery_id", "number");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_gates" ADD CONSTRAINT "endpoint_gates_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_secrets" ADD CONSTRAINT "endpoint_secrets_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_secrets" ADD CONSTRAINT "source_secrets_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dedupe_keys" ADD CONSTRAINT "dedupe_keys_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- The sweeper's questions: which deliveries are to be reminded of, and which endpoints have deliveries that wait?
CREATE INDEX "deliveries_remind_at_idx" ON "deliveries"("remind_at") WHERE "remind_at" IS NOT NULL;
CREATE INDEX "endpoint_gates_wake_at_idx" ON "endpoint_gates"("wake_at") WHERE "wake_at" IS NOT NULL;

-- Which endpoints have been failing for long, and whose tenant is to be told?
CREATE INDEX "endpoint_gates_failing_since_idx" ON "endpoint_gates"("failing_since") WHERE "failing_since" IS NOT NULL;
CREATE INDEX "endpoint_gates_tell_at_idx" ON "endpoint_gates"("tell_at") WHERE "tell_at" IS NOT NULL;

-- What waits for an endpoint, the longest due first, and what is under way to it.
CREATE INDEX "deliveries_waiting_idx" ON "deliveries"("endpoint_id", "next_attempt_at") WHERE "status" = 'pending' AND "remind_at" IS NULL;
CREATE INDEX "deliveries_in_flight_idx" ON "deliveries"("endpoint_id", "lease_until") WHERE "lease_until" IS NOT NULL;

-- Deleting an endpoint: what of it is still pending?
CREATE INDEX "deliveries_pending_endpoint_id_idx" ON "deliveries"("endpoint_id") WHERE "status" = 'pending';

-- Lists by status. Most deliveries have succeeded: those are found on the tenant's own index.
CREATE INDEX "deliveries_unsucceeded_idx" ON "deliveries"("tenant_id", "status", "id") WHERE "status" <> 'succeeded';

-- A name is free again once its source is deleted.
CREATE UNIQUE INDEX "sources_tenant_id_name_key" ON "sources"("tenant_id", "name") WHERE "deleted_at" IS NULL;

-- A pending delivery is due at some time, a finished one never again.
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_due_while_pending"
  CHECK (("status" = 'pending') = ("next_attempt_at" IS NOT NULL) AND ("status" = 'pending') = ("finished_at" IS NULL));
