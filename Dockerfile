# One image for the three services and the migrations. The command says which:
#   services/api/src/main.ts   services/ingest/src/main.ts   services/worker/src/main.ts   prisma/migrate.ts
# The minor version that the tests run on; a patch comes with the next build.
ARG NODE_IMAGE=node:24.21-bookworm-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app

# What decides which packages are installed, without the code: a change of code installs nothing anew.
FROM base AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests \
  && find . -name package.json -exec cp --parents -t /manifests {} + \
  && cp pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.cjs /manifests/

FROM base AS pnpm
RUN npm install --global pnpm@10.34.9
COPY --from=manifests /manifests ./

# The three dots add the workspace packages that each one depends on. Nothing that is optional here is of use: the
# Node binaries are for machines without one, and Prisma's command line is an optional peer of its client.
FROM pnpm AS dependencies
RUN pnpm install --frozen-lockfile --prod --no-optional \
  --filter "@posthorn/api..." --filter "@posthorn/ingest..." --filter "@posthorn/worker..." \
  --filter "@posthorn/prisma..."

# The database client is generated from the schema. Prisma would first download a schema engine, which generating does
# not use: any executable in its place keeps it from that.
FROM pnpm AS database-client
RUN pnpm install --frozen-lockfile --no-optional --filter posthorn
COPY prisma/schema.prisma prisma/
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node CHECKPOINT_DISABLE=1 \
  node node_modules/prisma/build/index.js generate --schema prisma/schema.prisma

# Node runs the TypeScript as it is. It does not strip types below node_modules, so the workspace is kept as it is too:
# its packages are links there, and Node goes by the real path.
FROM base
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="Posthorn" \
  org.opencontainers.image.description="Self-hosted webhooks: receive from providers, send to endpoints, lose nothing" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}"
COPY --from=dependencies /app ./
COPY packages packages
COPY services services
COPY prisma prisma
COPY --from=database-client /app/packages/database/src/generated packages/database/src/generated

# In a container 127.0.0.1 is nobody's: what may reach the ports is decided by how they are published.
ENV HOST=0.0.0.0
# V8 would keep up to 32 MiB of young objects, and as much to copy them to (dev/src/memory-options.ts).
ENV NODE_OPTIONS=--max-semi-space-size=16
# The user node, by its number, so that a host can tell that it is not root. All files are root's: the process can read
# them and change none.
USER 1000:1000
EXPOSE 8080 8081 8082
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]
CMD ["services/api/src/main.ts"]
