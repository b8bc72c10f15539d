import { createHmac, timingSafeEqual } from 'node:crypto'
import { checkSignatureHeaders, providerOf, SignatureCheck } from '@posthorn/webhook'
import { parseOptions, runCommandLine } from '../../test/harness/command-line.ts'
import { recordResult } from '../../test/harness/recorded-result.ts'

const REQUESTS = 20_000
const ROUNDS = 100
const BODY_BYTES = 1024
const RATIO_MAX = 1.05

const HELP = `Usage: npm run bench -- verify [options]

Compares verifying a Stripe webhook of ${BODY_BYTES} bytes through the catalogue of providers with a hand-written check of the
same rules, in ${ROUNDS} alternating rounds of one process. It may take ${RATIO_MAX} times as long.

  --write    writes the result into bench/RESULTS.md, too
  --help     this text

Exit code 0 when the median of the rounds' ratios is at most ${RATIO_MAX}, otherwise 1.`

const secret = 'whsec_benchmark'
const secrets = [secret]
const toleranceSeconds = 300
const now = new Date()
const seconds = Math.floor(now.getTime() / 1000)
const body = Buffer.alloc(BODY_BYTES, 'x')
const signature = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')
const headers = { 'stripe-signature': `t=${seconds},v1=${signature}` }
const stripe = providerOf('stripe')
const keys = stripe.keysOf(secrets)

async function throughCatalogue(): Promise<boolean> {
  const signatures = checkSignatureHeaders(stripe, { headers, toleranceSeconds, now })
  if ('verified' in signatures) return false
  const check = new SignatureCheck(signatures, keys)
  check.update(body)
  return (await check.verify((prefix) => Buffer.concat([prefix, body]))).verified
}

const V1 = /^[0-9a-f]{64}$/
const HEADER = /^[ -~]{1,8192}$/

/** What a service for Stripe alone would contain: the same rules, without a catalogue. */
async function handWritten(): Promise<boolean> {
  const header = headers['stripe-signature']
  if (!HEADER.test(header)) return false
  const items = header.split(',').map((item) => item.trim())
  const times = items.filter((item) => item.startsWith('t=')).map((item) => item.slice(2))
  const received = items.filter((item) => item.startsWith('v1=')).map((item) => item.slice(3))
  const [time = ''] = times
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) return false
  const age = Math.floor(now.getTime() / 1000) - Number(time)
  if (Math.abs(age) > toleranceSeconds) return false
  const known = received.filter((value) => V1.test(value)).slice(0, 16)
  if (known.length === 0) return false
  // Several secrets, which hash the body while it arrives.
  const hmacs = secrets.map((each) => createHmac('sha256', each).update(`${time}.`))
  for (const hmac of hmacs) hmac.update(body)
  let matched = false
  for (const hmac of hmacs) {
    const expected = Buffer.from(hmac.digest('hex'))
    for (const value of known) {
      const candidate = Buffer.from(value)
      matched = (candidate.length === expected.length && timingSafeEqual(candidate, expected)) || matched
    }
  }
  return matched
}

async function microsecondsOf(verify: () => Promise<boolean>): Promise<number> {
  const beganMs = performance.now()
  for (let request = 0; request < REQUESTS; request++) {
    if (!(await verify())) throw new Error('a genuine request did not verify')
  }
  return ((performance.now() - beganMs) * 1000) / REQUESTS
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** `npm run bench -- verify`. Returns the exit code. */
export function measureVerifying(args: string[]): Promise<number> {
  return runCommandLine({
    read: () => {
      const { help, write } = parseOptions(args, {
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      })
      return help ? 'help' : { write }
    },
    help: HELP,
    work: measure,
  })
}

async function measure({ write }: { write: boolean }): Promise<number> {
  // V8 compiles both.
  await microsecondsOf(throughCatalogue)
  await microsecondsOf(handWritten)
  const catalogue: number[] = []
  const byHand: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    catalogue.push(await microsecondsOf(throughCatalogue))
    byHand.push(await microsecondsOf(handWritten))
  }
  const ratio = median(catalogue.map((each, round) => each / (byHand[round] ?? Number.NaN)))
  const times = `${median(catalogue).toFixed(2)} µs through the catalogue, ${median(byHand).toFixed(2)} µs by hand`
  const text = `${BODY_BYTES} bytes: ${times}; ratio ${ratio.toFixed(3)}, at most ${RATIO_MAX}`
  console.log(text)
  const command = 'npm run bench -- verify --write'
  if (write)
    await recordResult({ file: 'bench/RESULTS.md', name: 'verify', command, measuredAt: new Date(), text })
  return ratio <= RATIO_MAX ? 0 : 1
}
