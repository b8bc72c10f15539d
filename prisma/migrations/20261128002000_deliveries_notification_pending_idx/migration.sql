-- Deliveries whose notification is pending, by endpoint.
CREATE INDEX CONCURRENTLY "deliveries_notification_pending_idx" ON "deliveries"("endpoint_id", "id") WHERE "notification_pending";
