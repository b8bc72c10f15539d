-- Endpoints whose deliveries a listener fetches. Their url is "relay:" and their name.
ALTER TABLE "endpoints" ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'http';

CREATE UNIQUE INDEX "endpoints_relay_idx" ON "endpoints"("tenant_id", "url") WHERE "transport" = 'relay' AND "deleted_at" IS NULL;

ALTER TABLE "endpoint_gates" ADD COLUMN     "listened_at" TIMESTAMPTZ(3);

-- What was sent to a listener, for the record of its attempt.
ALTER TABLE "leases" ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "sent_headers" JSONB;

-- CreateTable
CREATE TABLE "relay_connections" (
    "id" TEXT COLLATE "C" NOT NULL,
    "endpoint_id" TEXT COLLATE "C" NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "superseded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "relay_connections_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "relay_connections_endpoint_id_id_idx" ON "relay_connections"("endpoint_id", "id");

-- CreateIndex
CREATE INDEX "relay_connections_seen_at_idx" ON "relay_connections"("seen_at");
