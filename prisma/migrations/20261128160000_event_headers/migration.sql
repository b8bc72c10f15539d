-- Headers of the request that a provider sent. Events of the previous version have none.
SET LOCAL lock_timeout = '2s';
ALTER TABLE "events" ADD COLUMN "headers" JSONB;
