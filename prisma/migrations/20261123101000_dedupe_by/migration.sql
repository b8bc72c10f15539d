-- What tells a repeat at a source: the provider's id, or the body as well.
ALTER TABLE "sources" ADD COLUMN "dedupe_by" TEXT NOT NULL DEFAULT 'id';
