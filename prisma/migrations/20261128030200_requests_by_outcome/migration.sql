-- Without accepted requests, so that these cost no further write: most requests are accepted.
CREATE INDEX CONCURRENTLY "requests_source_id_outcome_id_idx" ON "requests"("source_id", "outcome", "id") WHERE "outcome" <> 'accepted';
