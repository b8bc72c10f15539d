-- Whose attempt it is, and where it went: a list of a tenant's attempts needs no delivery. Null for attempts that a service of
-- the previous version records; only the list of their delivery has them.
ALTER TABLE "attempts" ADD COLUMN "tenant_id" TEXT COLLATE "C",
  ADD COLUMN "endpoint_id" TEXT COLLATE "C";
