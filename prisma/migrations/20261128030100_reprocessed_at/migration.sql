ALTER TABLE "requests" ADD COLUMN "reprocessed_at" TIMESTAMPTZ(3);
