export const HELP = `Usage: npm start

Starts PostgreSQL, the three services and a receiver for a demo; Ctrl-C stops everything. What it is told, it is
told by the environment or by a file .env:

  POSTHORN_DATA_DIR        what is kept between starts            .posthorn
  HOST                     address the services listen on         127.0.0.1
  API_PORT                 port of the API                        8080
  INGEST_PORT              port that providers post to            8081
  WORKER_PORT              the worker's health and metrics        8082
  RECEIVER_PORT            the demo receiver, on 127.0.0.1        8083
  PUBLIC_INGEST_URL        what providers are told to post to     http://127.0.0.1:INGEST_PORT
  DATABASE_URL             a PostgreSQL of yours, 14 or newer     PostgreSQL from the npm package
  REDIS_URL                a Redis of yours, 6.2 or newer         none: jobs are in PostgreSQL
  POSTHORN_ADMIN_KEY       the admin key                          made at the first start
  POSTHORN_ENCRYPTION_KEY  32 bytes, base64; the first of several made at the first start
                           encrypts
  ALLOW_HTTP_ENDPOINTS     accept http: endpoint URLs             true
  EGRESS_ALLOW_CIDRS       ranges deliveries may reach that are   127.0.0.0/8,::1/128
                           blocked otherwise
  EGRESS_DENY_CIDRS        ranges deliveries may not reach        none
  LOG_LEVEL                trace debug info warn error fatal      info`
