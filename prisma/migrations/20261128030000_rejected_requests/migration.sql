-- What is kept of rejected requests, for a week and a bounded number of bytes for each source: apart from the requests, which are
-- kept longer, because the bodies come from untrusted senders.
CREATE TABLE "rejected_requests" (
    "id" TEXT COLLATE "C" NOT NULL,
    "source_id" TEXT COLLATE "C" NOT NULL,
    "detail" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "is_whole" BOOLEAN NOT NULL,
    "bytes_before" BIGINT NOT NULL,

    CONSTRAINT "rejected_requests_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "rejected_requests_source_id_bytes_before_idx" ON "rejected_requests"("source_id", "bytes_before");
-- Encrypted bytes do not compress.
ALTER TABLE "rejected_requests" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;

CREATE TABLE "rejected_totals" (
    "source_id" TEXT COLLATE "C" NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "rejected_totals_pkey" PRIMARY KEY ("source_id")
);
