-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "portal_origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
