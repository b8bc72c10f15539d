import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import Fastify from 'fastify'

export interface ReferenceProgram {
  gzipped: Buffer
  etag: string
}

let program: Promise<ReferenceProgram> | undefined

/**
 * The browser program that renders the reference. Its package is a fastify plugin that takes 36 MB of memory and serves a
 * page with inline scripts: it is loaded at the first request for the docs, and only its program is used.
 */
export function loadReferenceProgram(): Promise<ReferenceProgram> {
  program ??= takeFromPlugin().catch((error: unknown) => {
    // The next request tries again.
    program = undefined
    throw error
  })
  return program
}

async function takeFromPlugin(): Promise<ReferenceProgram> {
  const { default: plugin } = await import('@scalar/fastify-api-reference')
  const carrier = Fastify()
  try {
    await carrier.register(plugin, { routePrefix: '/reference', configuration: { url: '/openapi.json' } })
    const { statusCode, rawPayload } = await carrier.inject('/reference/js/scalar.js')
    if (statusCode !== 200)
      throw new Error(`the reference package replied ${statusCode} to the request for its program`)
    const etag = `"${createHash('sha256').update(rawPayload).digest('base64url')}"`
    return { gzipped: await promisify(gzip)(rawPayload), etag }
  } finally {
    await carrier.close()
  }
}
