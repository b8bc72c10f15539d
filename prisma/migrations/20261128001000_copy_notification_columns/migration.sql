-- After the commit of the triggers, so that no table is locked while rows are copied: only pending notifications, and the times
-- that still delay one. Lock order: deliveries by id, then gates by the id of their endpoint, as everywhere.
UPDATE "deliveries" SET "notification_pending" = true
  WHERE "id" IN (SELECT "id" FROM "deliveries" WHERE "exhausted_untold" ORDER BY "id" FOR NO KEY UPDATE);
UPDATE "endpoint_gates" SET "notify_at" = "tell_at", "exhausted_notified_at" = "exhausted_told_at"
  WHERE "endpoint_id" IN (
    SELECT "endpoint_id" FROM "endpoint_gates"
    WHERE "tell_at" IS NOT NULL OR "exhausted_told_at" > now() - interval '1 minute'
    ORDER BY "endpoint_id" FOR NO KEY UPDATE);
