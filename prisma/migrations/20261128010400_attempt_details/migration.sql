-- Where an attempt went, how long its phases took, and its failure in plain language. Null for attempts that a service of the
-- previous version records.
ALTER TABLE "attempts" ADD COLUMN "error_detail" TEXT,
  ADD COLUMN "url" TEXT,
  ADD COLUMN "address" TEXT,
  ADD COLUMN "dns_ms" INTEGER,
  ADD COLUMN "connect_ms" INTEGER,
  ADD COLUMN "tls_ms" INTEGER,
  ADD COLUMN "first_byte_ms" INTEGER;
