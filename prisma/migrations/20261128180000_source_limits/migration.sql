-- Constant defaults: PostgreSQL does not rewrite the table.
ALTER TABLE "sources" ADD COLUMN     "allow_cidrs" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "body_max_bytes" INTEGER,
ADD COLUMN     "rate_limit_per_second" INTEGER;
