-- The encryption keys that services have been started with, each with a value that it encrypted. A service whose keys open
-- none of them, or lack one that something is still encrypted with, does not start.
CREATE TABLE "encryption_keys" (
    "key_id" TEXT NOT NULL,
    "sealed_check" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "encryption_keys_pkey" PRIMARY KEY ("key_id")
);
