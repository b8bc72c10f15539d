{{/* The three services, with what distinguishes them, as YAML. */}}
{{- define "posthorn.services" -}}
api:
  port: 8080
  secrets: { DATABASE_URL: required, POSTHORN_ENCRYPTION_KEY: required, REDIS_URL: optional, OTEL_EXPORTER_OTLP_HEADERS: optional, EGRESS_PROXY_URL: optional, DATABASE_REPLICA_URL: optional, POSTHORN_ADMIN_KEY: required }
ingest:
  port: 8081
  secrets: { DATABASE_URL: required, POSTHORN_ENCRYPTION_KEY: required, REDIS_URL: optional, OTEL_EXPORTER_OTLP_HEADERS: optional, EGRESS_PROXY_URL: optional }
worker:
  port: 8082
  secrets: { DATABASE_URL: required, POSTHORN_ENCRYPTION_KEY: required, REDIS_URL: optional, OTEL_EXPORTER_OTLP_HEADERS: optional, EGRESS_PROXY_URL: optional }
{{- end }}
