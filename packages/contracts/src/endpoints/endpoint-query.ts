import { z } from 'zod'
import { commaList } from '../comma-list.ts'
import { PageQuery } from '../page.ts'
import { EndpointStatus } from './endpoint.ts'

/** What the `health` of an endpoint amounts to. */
export const EndpointHealthState = z.enum(['healthy', 'failing', 'open']).meta({ id: 'EndpointHealthState' })
export type EndpointHealthState = z.infer<typeof EndpointHealthState>

/** Query of `GET …/endpoints`. */
export const EndpointQuery = PageQuery.extend({
  status: commaList(EndpointStatus, EndpointStatus.options.length).optional(),
  health: commaList(EndpointHealthState, EndpointHealthState.options.length)
    .optional()
    .describe(
      '`open`: its circuit is open. `failing`: an attempt has failed since the last success, and its circuit is closed. ' +
        '`healthy`: neither',
    ),
})
export type EndpointQuery = z.infer<typeof EndpointQuery>
