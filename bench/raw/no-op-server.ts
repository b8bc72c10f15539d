/**
 * A fastify that does nothing: reads JSON, replies 202. Sends its URL over IPC, and its processor time so far when it gets a
 * message.
 */
import Fastify from 'fastify'

const app = Fastify()
app.post('/', async (_request, reply) => reply.code(202).send({ ok: true }))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())
process.send?.(url)
