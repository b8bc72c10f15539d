import { z } from 'zod'

/** What the keeper is told on its command line. */
export const KeeperOrder = z.object({
  command: z.string(),
  args: z.array(z.string()),
  user: z.object({ uid: z.int(), gid: z.int() }).optional(),
  env: z.record(z.string(), z.string()),
})
export type KeeperOrder = z.infer<typeof KeeperOrder>
