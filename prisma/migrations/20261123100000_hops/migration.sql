-- How often an event had gone through a Posthorn before it came to this one.
ALTER TABLE "events" ADD COLUMN "hops" SMALLINT NOT NULL DEFAULT 0;
