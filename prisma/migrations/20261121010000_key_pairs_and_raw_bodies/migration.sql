-- CreateEnum
CREATE TYPE "secret_kind" AS ENUM ('hmac', 'ed25519');

-- AlterTable
ALTER TABLE "endpoint_secrets" ADD COLUMN     "kind" "secret_kind" NOT NULL DEFAULT 'hmac',
ADD COLUMN     "public_key" TEXT;

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "raw" BYTEA;

-- What Prisma's schema cannot say.

-- A key pair has a public half, a shared secret has none.
ALTER TABLE "endpoint_secrets" ADD CONSTRAINT "endpoint_secrets_public_key_of_pair"
  CHECK (("kind" = 'ed25519') = ("public_key" IS NOT NULL));
