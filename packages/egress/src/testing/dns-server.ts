import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

const TYPE_A = 1
const TYPE_AAAA = 28
const NAME_ERROR = 3
const HEADER_BYTES = 12
const TYPE_AND_CLASS_BYTES = 4

/** What is said to a question: addresses as bytes, `silence`, or no such name. */
export type DnsReply = readonly (readonly number[])[] | 'silence' | 'no such name'

/** A name server on loopback, until the test is over. Returns its `address:port`. Format: RFC 1035, 4. */
export async function dnsServer(reply: (family: 4 | 6) => DnsReply): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const questionEnd = query.indexOf(0, HEADER_BYTES) + 1 + TYPE_AND_CLASS_BYTES
    const type = query.readUInt16BE(questionEnd - TYPE_AND_CLASS_BYTES)
    if (type !== TYPE_A && type !== TYPE_AAAA) return
    const said = reply(type === TYPE_A ? 4 : 6)
    if (said === 'silence') return
    const answers = said === 'no such name' ? [] : said
    const header = Buffer.alloc(HEADER_BYTES)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(0x8180 | (said === 'no such name' ? NAME_ERROR : 0), 2)
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

function record(type: number, address: readonly number[]): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0) // the name of the question
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(address.length, 10)
  return Buffer.concat([head, Buffer.from(address)])
}
