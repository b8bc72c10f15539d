# One image for the three services and the commands of operators. The command chooses one:
#   services/api/src/main.ts   services/ingest/src/main.ts   services/worker/src/main.ts   prisma/migrate.ts   prisma/rekey.ts
#   services/api/src/admin-cli/main.ts   services/all/src/main.ts (the three services in one process)
# The minor version of the tests; the next build picks up new patch versions.
ARG NODE_IMAGE=node:24.21-bookworm-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app

# The manifests without the code: a change of code does not reinstall packages.
FROM base AS manifests
WORKDIR /source
COPY . .
RUN mkdir /manifests \
  && find . -name package.json -exec cp --parents -t /manifests {} + \
  && cp pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.cjs /manifests/

FROM base AS pnpm
RUN npm install --global pnpm@10.34.9
COPY --from=manifests /manifests ./

# The three dots add the workspace packages that each service depends on. Optional packages are not needed: the Node
# binaries are for machines without Node, and Prisma's command line is an optional peer of its client.
FROM pnpm AS dependencies
RUN pnpm install --frozen-lockfile --prod --no-optional \
  --filter "@posthorn/api..." --filter "@posthorn/ingest..." --filter "@posthorn/worker..." \
  --filter "@posthorn/all..." \
  --filter "@posthorn/prisma..."

# The database client is generated from the schema. Any executable keeps Prisma from downloading a schema engine, which
# `generate` does not use.
FROM pnpm AS database-client
RUN pnpm install --frozen-lockfile --no-optional --filter posthorn
COPY prisma/schema.prisma prisma/
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node CHECKPOINT_DISABLE=1 \
  node node_modules/prisma/build/index.js generate --schema prisma/schema.prisma

# The tools that build the dashboard stay out of the image.
FROM pnpm AS dashboard
RUN pnpm install --frozen-lockfile --filter "@posthorn/dashboard"
COPY tsconfig.base.json ./
COPY packages/dashboard packages/dashboard
COPY packages/contracts packages/contracts
COPY packages/portal packages/portal
RUN cd packages/dashboard && node node_modules/vite/bin/vite.js build

# Node runs TypeScript directly, but does not strip types below node_modules. The workspace packages are symbolic links
# there, and Node uses their real paths.
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
COPY --from=dashboard /app/packages/dashboard/dist packages/dashboard/dist

# 127.0.0.1 is not reachable from outside a container; access is controlled by publishing the ports.
ENV HOST=0.0.0.0
# Limits V8's young generation, whose semi-spaces otherwise grow to 32 MiB each (dev/src/memory-options.ts).
ENV NODE_OPTIONS=--max-semi-space-size=16
# What V8 has compiled, for starts that take less CPU time and memory. Node.js keeps it for the user who runs it, who can only read
# it afterwards. Without settings a service ends after its imports.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN install --directory --owner=1000 .compile-cache \
  && setpriv --reuid=1000 --regid=1000 --clear-groups node services/all/src/main.ts 2>&1 \
  | grep 'The configuration is wrong' \
  && chown --recursive 0:0 .compile-cache && chmod --recursive a+rX .compile-cache
# The user `node`, by number, so that a host can verify that it is not root. All files belong to root: the process can
# only read them.
USER 1000:1000
EXPOSE 8080 8081 8082
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]
CMD ["services/api/src/main.ts"]
