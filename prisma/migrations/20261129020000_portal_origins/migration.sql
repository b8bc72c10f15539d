-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "portal_origins" TEXT[] NOT NULL DEFAULT '{}';
