import { z } from 'zod'

/** The argument of the keeper process, as JSON. */
export const KeeperCommand = z.object({
  command: z.string(),
  args: z.array(z.string()),
  user: z.object({ uid: z.int(), gid: z.int() }).optional(),
  env: z.record(z.string(), z.string()),
})
export type KeeperCommand = z.infer<typeof KeeperCommand>
