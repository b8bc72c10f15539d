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
 * The program that shows the reference in a browser. It comes in a package that is a plugin for fastify, takes 36 MB once it
 * is loaded, and sends its page with scripts inline: so it is loaded when somebody asks for the docs, and only the
 * program is taken from it.
 */
export function loadReferenceProgram(): Promise<ReferenceProgram> {
  program ??= takeFromPlugin().catch((error: unknown) => {
    // Whoever asks next tries again.
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
      throw new Error(`the package of the reference answered ${statusCode} for its program`)
    const etag = `"${createHash('sha256').update(rawPayload).digest('base64url')}"`
    return { gzipped: await promisify(gzip)(rawPayload), etag }
  } finally {
    await carrier.close()
  }
}
