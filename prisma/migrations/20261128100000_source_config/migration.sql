-- A constant default: PostgreSQL does not rewrite the table.
ALTER TABLE "sources" ADD COLUMN "config" JSONB NOT NULL DEFAULT '{}';
