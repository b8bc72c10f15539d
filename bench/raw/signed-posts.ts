/** Sends signed POSTs, 100 at once. Arguments: URL, seconds, seconds of warm-up. Sends the POSTs per second over IPC. */
import { signStandard } from '@posthorn/webhook'
import { Pool } from 'undici'

const AT_ONCE = 100
const BODY_BYTES = 1024

const [url = '', seconds = '1', warmUpSeconds = '1'] = process.argv.slice(2)
const pool = new Pool(url, { connections: AT_ONCE })
const secrets = [`whsec_${Buffer.alloc(32, 7).toString('base64')}`]
const body = Buffer.from(JSON.stringify({ padding: 'x'.repeat(BODY_BYTES) }))
let sent = 0

async function sendOn(endMs: number): Promise<void> {
  while (performance.now() < endMs) {
    const id = `evt_${sent}`
    const timestamp = Math.floor(Date.now() / 1000)
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signStandard({ id, timestamp, body, secrets }),
    }
    const response = await pool.request({ path: '/', method: 'POST', headers, body })
    await response.body.dump()
    sent += 1
  }
}

async function sendFor(ms: number): Promise<void> {
  const endMs = performance.now() + ms
  await Promise.all(Array.from({ length: AT_ONCE }, () => sendOn(endMs)))
}

await sendFor(Number(warmUpSeconds) * 1000)
sent = 0
const beganMs = performance.now()
await sendFor(Number(seconds) * 1000)
const perSecond = (sent * 1000) / (performance.now() - beganMs)
await pool.close()
process.send?.(perSecond)
process.disconnect()
