-- The weeks after the first partition of "deliveries". Apart from its partitioning, which holds the lock of a busy table.
SET LOCAL lock_timeout = '2s';
SELECT "add_partitions"(now() + interval '3 weeks');
