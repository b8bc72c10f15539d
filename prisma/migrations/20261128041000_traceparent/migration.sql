-- The span that the attempts of an event continue, and whether its trace is recorded. Events of the previous version have
-- none.
ALTER TABLE "events" ADD COLUMN "traceparent" TEXT;
