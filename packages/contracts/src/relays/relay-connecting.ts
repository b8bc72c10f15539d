import { z } from 'zod'
import { RelayConnectionId } from '../ids.ts'
import { boundedText } from '../text.ts'
import { RELAY_WAITING_MAX } from './relay.ts'

const PID_MAX = 2 ** 31 - 1

export const RelayMode = z
  .enum(['take-over', 'share'])
  .describe(
    'What happens when another listener is connected. `take-over`: it is ended. `share`: each delivery goes to one of them. ' +
      'Default: the request is refused with `relay_busy`. A listener with the same `host` and `pid` is always replaced',
  )
  .meta({ id: 'RelayMode' })
export type RelayMode = z.infer<typeof RelayMode>

const Host = boundedText(255).min(1).describe('The machine of the listener').meta({ example: 'laptop' })
const Pid = z.int().min(1).max(PID_MAX).describe('The process of the listener').meta({ example: 4711 })

/** Which of the waiting deliveries a listener gets: all, none, or the latest. */
const Backlog = z
  .string()
  .regex(/^(?:all|none|\d{1,4})$/, 'expected all, none or a number')
  .transform((text) => (text === 'all' ? RELAY_WAITING_MAX : text === 'none' ? 0 : Number(text)))
  .pipe(z.int().min(0).max(RELAY_WAITING_MAX))
  .meta({
    description:
      'Which of the waiting deliveries are sent: `all`, `none` or the latest, by their number. The others keep waiting. Default: `all`',
    example: '100',
  })

/** Query of `GET …/relays/{id}/stream`. */
export const RelayStreamQuery = z.strictObject({
  host: Host,
  // Query parameters are text.
  pid: z.preprocess((text) => (/^\d{1,10}$/.test(String(text)) ? Number(text) : text), Pid),
  mode: RelayMode.optional(),
  backlog: Backlog.optional(),
})
export type RelayStreamQuery = z.infer<typeof RelayStreamQuery>

/** Body of `POST …/relays/{id}/poll`. */
export const RelayPoll = z
  .strictObject({
    connectionId: RelayConnectionId.optional().describe(
      'Of the previous reply. Without one, or if another listener has connected during a pause of more than 20 seconds, the listener is connected again',
    ),
    host: Host,
    pid: Pid,
    mode: RelayMode.optional(),
    backlog: Backlog.optional(),
  })
  .meta({ id: 'RelayPoll', example: { host: 'laptop', pid: 4711 } })
export type RelayPoll = z.infer<typeof RelayPoll>
