import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

const TYPE_A = 1
const TYPE_NS = 2
const TYPE_AAAA = 28
const SERVER_FAILURE = 2
const NAME_ERROR = 3
const HEADER_BYTES = 12
const TYPE_AND_CLASS_BYTES = 4

/** The name "a.", as bytes. */
const NAME_SERVER = [1, 'a'.charCodeAt(0), 0]

/** Reply to a query: addresses as bytes, `silence`, or an error. */
export type DnsReply = readonly (readonly number[])[] | 'silence' | 'no such name' | 'server failure'

/** Reply to the query for the name servers of the root zone. */
export type RootReply = 'silence' | 'server failure' | 'answer'

/** A name server on loopback, until the test ends. Returns its `address:port`. Format: RFC 1035, 4. */
export async function dnsServer(
  reply: (family: 4 | 6, hostname: string) => DnsReply,
  rootReply: () => RootReply = () => 'answer',
): Promise<string> {
  const socket = createSocket('udp4')
  const replyTo = (type: number, hostname: string): DnsReply => {
    if (type === TYPE_A) return reply(4, hostname)
    if (type === TYPE_AAAA) return reply(6, hostname)
    const said = type === TYPE_NS && hostname === '' ? rootReply() : 'silence'
    return said === 'answer' ? [NAME_SERVER] : said
  }
  socket.on('message', (query, from) => {
    const questionEnd = query.indexOf(0, HEADER_BYTES) + 1 + TYPE_AND_CLASS_BYTES
    const type = query.readUInt16BE(questionEnd - TYPE_AND_CLASS_BYTES)
    const said = replyTo(type, nameIn(query))
    if (said === 'silence') return
    const answers = typeof said === 'string' ? [] : said
    const header = Buffer.alloc(HEADER_BYTES)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(0x8180 | errorOf(said), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(answers.length, 6)
    const records = answers.map((bytes) => record(type, bytes))
    socket.send(
      Buffer.concat([header, query.subarray(HEADER_BYTES, questionEnd), ...records]),
      from.port,
      from.address,
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(async () => {
    socket.close()
    await once(socket, 'close')
  })
  return `127.0.0.1:${socket.address().port}`
}

function errorOf(said: DnsReply): number {
  if (said === 'no such name') return NAME_ERROR
  return said === 'server failure' ? SERVER_FAILURE : 0
}

/** The name in a query, without its final dot. */
function nameIn(query: Buffer): string {
  const labels: string[] = []
  for (let at = HEADER_BYTES; ; ) {
    const length = query.readUInt8(at)
    if (length === 0) return labels.join('.')
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
}

function record(type: number, address: readonly number[]): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0) // the name of the question
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(address.length, 10)
  return Buffer.concat([head, Buffer.from(address)])
}
