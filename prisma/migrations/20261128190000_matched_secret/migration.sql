ALTER TABLE "requests" ADD COLUMN "matched_secret_id" TEXT COLLATE "C",
ADD COLUMN "matched_secret_position" SMALLINT;
