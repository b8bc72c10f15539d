import { watch } from 'node:fs'
import path from 'node:path'
import { build, createServer } from 'vitepress'
import { writePages } from './pages/write-pages.ts'

/** The VitePress project: its configuration is in `.vitepress`. */
const PROJECT = path.resolve(import.meta.dirname, '..')
const DOCUMENTS = path.resolve(PROJECT, '../../docs')

/**
 * Builds the site. It needs no network, and can be served from any file server.
 * @param directory that is replaced with the site. Default: `dist` beside the code.
 * @returns the directory
 * @throws Error when a link between pages is dead
 */
export async function buildSite(directory = path.join(PROJECT, 'dist')): Promise<string> {
  writePages()
  await build(PROJECT, { outDir: directory })
  return directory
}

/** Serves the site on loopback and shows changes of documents at once, until `stop`. */
export async function serveSite({ port, stop }: { port: number; stop: AbortSignal }): Promise<void> {
  writePages()
  const server = await createServer(PROJECT, { host: '127.0.0.1', port })
  await server.listen()
  server.printUrls()
  const changes = watch(DOCUMENTS, { recursive: true }, () => writePages())
  await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
  changes.close()
  await server.close()
}
