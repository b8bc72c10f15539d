/** Inserts rows, 500 per statement and commit. Arguments: database URL, seconds. Sends the rows per second over IPC. */
import { Client } from 'pg'

const ROWS = 500
const BODY_BYTES = 1024

const [url = '', seconds = '1'] = process.argv.slice(2)
const client = new Client({ connectionString: url })
await client.connect()
await client.query(
  'CREATE TABLE IF NOT EXISTS raw_inserts (id text PRIMARY KEY, type text NOT NULL, body bytea NOT NULL)',
)
const body = Buffer.alloc(BODY_BYTES, 'x')
const bodies = Array.from({ length: ROWS }, () => body)
const types = Array.from({ length: ROWS }, () => 'order.completed')
const insert = {
  name: 'insert',
  text: 'INSERT INTO raw_inserts SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])',
}
let rows = 0
const beganMs = performance.now()
const endMs = beganMs + Number(seconds) * 1000
while (performance.now() < endMs) {
  const first = rows
  const ids = Array.from({ length: ROWS }, (_, index) => `row_${first + index}`)
  await client.query({ ...insert, values: [ids, types, bodies] })
  rows += ROWS
}
const perSecond = (rows * 1000) / (performance.now() - beganMs)
await client.query('DROP TABLE raw_inserts')
await client.end()
process.send?.(perSecond)
process.disconnect()
