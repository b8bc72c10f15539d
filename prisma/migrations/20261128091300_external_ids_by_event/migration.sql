-- The ids of old events are deleted. An event's id contains its time, so new rows are added at the end.
CREATE INDEX CONCURRENTLY "external_ids_event_id_idx" ON "external_ids"("event_id");
