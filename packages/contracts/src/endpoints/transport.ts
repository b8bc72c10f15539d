import { z } from 'zod'

/** How the deliveries of an endpoint reach their receiver. */
export const Transport = z
  .enum(['http', 'relay'])
  .describe('`http`: Posthorn sends to its URL. `relay`: a listener fetches its deliveries')
  .meta({ id: 'Transport' })
export type Transport = z.infer<typeof Transport>
