import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import {
  findPortProblems,
  portsSentence,
  RECEIVER_PORT_STANDARD,
  settleReceiverPort,
  sharedPortSentence,
} from './ports.ts'

const config = { ...readConfig({}), RECEIVER_PORT: 8083 }
const host = '127.0.0.1'
const taken = { host, code: 'EADDRINUSE' }

describe('the ports of npm start', () => {
  it('are all checked before anything starts', async () => {
    const other = createServer().listen(0, host)
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    try {
      const problems = await findPortProblems({ ...config, WORKER_PORT: port })
      expect(problems).toContainEqual({ name: 'WORKER_PORT', host, port, code: 'EADDRINUSE' })
    } finally {
      other.close()
    }
  })

  it('produce no message when they are free', () => {
    expect(portsSentence(config, [])).toBeUndefined()
    expect(sharedPortSentence(config)).toBeUndefined()
  })

  it('produce a message that says what to do when one is taken', () => {
    expect(portsSentence(config, [{ ...taken, name: 'API_PORT', port: 8080 }])).toBe(
      'Port 8080 on 127.0.0.1 is taken by another program. Stop it, or choose another: API_PORT=9080 npm start',
    )
  })

  it('produce one message for all that are taken', () => {
    const problems = [
      { ...taken, name: 'API_PORT' as const, port: 8080 },
      { ...taken, name: 'RECEIVER_PORT' as const, port: 8083 },
    ]
    expect(portsSentence(config, problems)).toBe(
      'Ports 8080, 8083 on 127.0.0.1 are taken by other programs. ' +
        'Stop them, or choose others: API_PORT=9080 RECEIVER_PORT=9083 npm start',
    )
  })

  it('are not suggested when they are in use or do not exist', () => {
    const crowded = { ...config, API_PORT: 8080, INGEST_PORT: 9080 }
    expect(portsSentence(crowded, [{ ...taken, name: 'API_PORT', port: 8080 }])).toContain('API_PORT=10080 ')
    expect(portsSentence(config, [{ ...taken, name: 'API_PORT', port: 65_000 }])).toContain('API_PORT=64000 ')
  })

  it.each([
    ['EACCES', 'Port 80 (API_PORT) requires root: choose a port from 1024 on.'],
    ['EADDRNOTAVAIL', 'HOST: 10.9.8.7 is not an address of this machine.'],
    ['ENOTFOUND', 'HOST: cannot listen on 10.9.8.7, port 80 (ENOTFOUND).'],
  ])('distinguish %s from a taken port', (code, sentence) => {
    expect(portsSentence(config, [{ name: 'API_PORT', host: '10.9.8.7', port: 80, code }])).toBe(sentence)
  })

  it('include a free one for the receiver, unless RECEIVER_PORT is set', async () => {
    const other = createServer().listen(RECEIVER_PORT_STANDARD, host)
    // Another program may have it already: it is taken in any case.
    await new Promise((resolve) => other.once('listening', resolve).once('error', resolve))
    try {
      const { RECEIVER_PORT } = await settleReceiverPort(readConfig({}))
      expect(RECEIVER_PORT).not.toBe(RECEIVER_PORT_STANDARD)
      expect(await settleReceiverPort(readConfig({ RECEIVER_PORT: '8083' }))).toMatchObject({
        RECEIVER_PORT: 8083,
      })
    } finally {
      other.close()
    }
    const apiOnIt = readConfig({ API_PORT: String(RECEIVER_PORT_STANDARD) })
    expect(sharedPortSentence(apiOnIt)).toBeUndefined()
    expect((await settleReceiverPort(apiOnIt)).RECEIVER_PORT).not.toBe(RECEIVER_PORT_STANDARD)
  })

  it('must differ from each other', () => {
    expect(sharedPortSentence({ ...config, WORKER_PORT: 8080 })).toBe(
      'API_PORT and WORKER_PORT are both 8080: each needs its own port.',
    )
  })
})
