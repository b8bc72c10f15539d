/**
 * Posts a webhook signed by Stripe's own library to the demo source of a running `npm start`:
 *
 *   npm run example:stripe
 *   npm run example:stripe -- --id evt_1Demo     the second time it is a duplicate
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Stripe } from 'stripe'

const HELP = `Usage: npm run example:stripe [-- --id evt_…]

Posts a payment_intent.succeeded event, signed like Stripe's, to the source that npm start created.
  --id evt_…   the event's id; posting it again shows "already_processed"
The data directory is .posthorn, or POSTHORN_DATA_DIR.`

const values = readOptions()
if (values === undefined) {
  process.exitCode = 1
} else if (values.help) {
  console.log(HELP)
} else {
  process.exitCode = await postWebhook(values.id ?? `evt_${randomBytes(12).toString('hex')}`)
}

function readOptions() {
  try {
    return parseArgs({ options: { id: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return undefined
  }
}

async function postWebhook(id: string): Promise<number> {
  const demo = readDemo()
  if (!demo) {
    console.error(
      'No demo found: run "npm start" first and keep it running in another terminal. If it uses POSTHORN_DATA_DIR, set ' +
        'that here, too.',
    )
    return 1
  }
  const payload = JSON.stringify(paymentSucceeded(id))
  const signature = new Stripe('sk_test_not_used').webhooks.generateTestHeaderString({
    payload,
    secret: demo.secret,
  })
  console.log(`POST ${demo.ingestUrl}\n  payment_intent.succeeded, id ${id}`)
  try {
    const reply = await fetch(demo.ingestUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    })
    console.log(`${reply.status} ${await reply.text()}`)
    return reply.ok ? 0 : 1
  } catch {
    console.error(`No connection to ${demo.ingestUrl}: is "npm start" running?`)
    return 1
  }
}

function readDemo(): { ingestUrl: string; secret: string } | undefined {
  const root = path.resolve(import.meta.dirname, '..')
  const dataDir = path.resolve(root, process.env['POSTHORN_DATA_DIR'] || '.posthorn')
  const note = path.join(dataDir, 'demo.json')
  if (!existsSync(note)) return undefined
  const { stripeIngestUrl }: { stripeIngestUrl: string } = JSON.parse(readFileSync(note, 'utf8'))
  const secret = readFileSync(path.join(dataDir, 'demo-stripe-secret'), 'utf8').trim()
  return { ingestUrl: stripeIngestUrl, secret }
}

function paymentSucceeded(id: string): object {
  const created = Math.floor(Date.now() / 1_000)
  return {
    id,
    object: 'event',
    api_version: '2026-10-29',
    created,
    livemode: false,
    pending_webhooks: 1,
    type: 'payment_intent.succeeded',
    data: {
      object: {
        id: 'pi_3DemoPayment',
        object: 'payment_intent',
        amount: 4200,
        currency: 'eur',
        status: 'succeeded',
        created,
      },
    },
  }
}
