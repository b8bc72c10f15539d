-- Reads the whole table. Others read and write meanwhile.
SET LOCAL lock_timeout = '2s';
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_before_bound";
