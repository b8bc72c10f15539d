import { createGunzip } from 'node:zlib'
import type { FastifyPluginAsync } from 'fastify'
import { loadReferenceProgram } from '../openapi/reference-program.ts'

/** Only this origin, and nothing inline except the styles of the reference. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Posthorn API</title>
  </head>
  <body>
    <noscript>The reference needs JavaScript. As JSON: <a href="/openapi.json">openapi.json</a></noscript>
    <div id="reference"></div>
    <script src="/docs/reference.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`

/** Keeps the reference from calling other services. */
const OPTIONS = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: '',
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
}

const START = `Scalar.createApiReference('#reference', ${JSON.stringify(OPTIONS)})\n`

const OPEN = { config: { access: 'open' }, schema: { hide: true } } as const

/** `GET /docs`: the reference, rendered in the browser from `/openapi.json`. It needs no internet access. */
export const docsRoutes: FastifyPluginAsync = async (app) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
  })

  app.get('/docs', OPEN, async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE))

  app.get('/docs/start.js', OPEN, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  )

  app.get('/docs/reference.js', OPEN, async (request, reply) => {
    const { gzipped, etag } = await loadReferenceProgram()
    void reply.headers({ etag, vary: 'accept-encoding', 'cache-control': 'no-cache' })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    void reply.type('text/javascript; charset=utf-8')
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding']))) {
      return reply.send(createGunzip().end(gzipped))
    }
    return reply.header('content-encoding', 'gzip').send(gzipped)
  })
}
