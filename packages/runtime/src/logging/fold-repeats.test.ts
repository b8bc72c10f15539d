import { UnavailableError } from '@posthorn/contracts'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { foldRepeats } from './fold-repeats.ts'

function createLog() {
  const written: string[] = []
  const folding = foldRepeats()
  const logger = pino(
    { hooks: folding.hooks, level: 'info' },
    { write: (line: string) => void written.push((JSON.parse(line) as { msg: string }).msg) },
  )
  folding.writeTo(logger)
  return { logger, written }
}

const unavailable = () => new UnavailableError('queue', new Error('connect'))

it.each(['delivery.send_failed', 'queue.add_failed', 'http_request.failed'])(
  '%s is written once while a dependency is unavailable, in every child of the log',
  (message) => {
    const { logger, written } = createLog()
    for (let count = 0; count < 50; count += 1)
      logger.child({ requestId: count }).warn({ err: unavailable() }, message)
    expect(written).toEqual([message])
  },
)

it.each(['connection.failed', 'maintenance.failed'])('%s is written once while it is retried', (message) => {
  const { logger, written } = createLog()
  for (let count = 0; count < 50; count += 1) {
    logger.warn({ err: new Error('connect'), retrying: true }, message)
  }
  expect(written).toEqual([message])
})

it('other lines are written each time: a fault of Posthorn, a change of a dependency, a line without an error', () => {
  const { logger, written } = createLog()
  for (let count = 0; count < 2; count += 1) {
    logger.error({ err: new TypeError('a fault') }, 'http_request.failed')
    logger.warn({ err: unavailable(), dependency: 'queue' }, 'dependency.failed')
    logger.warn({ endpointId: 'ep_1' }, 'endpoint.disabled')
    logger.info({ err: unavailable() }, 'delivery.attempted')
  }
  const each = ['http_request.failed', 'dependency.failed', 'endpoint.disabled', 'delivery.attempted']
  expect(written).toEqual([...each, ...each])
})
