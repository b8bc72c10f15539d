import { z } from 'zod'

/** Objects that hints are about. */
export const LiveKind = z
  .enum(['event', 'delivery', 'request', 'endpoint', 'job'])
  .meta({ id: 'LiveKind', example: 'delivery' })
export type LiveKind = z.infer<typeof LiveKind>

/** Says that an object was created or has changed. The object itself has to be read. */
export const LiveHint = z
  .strictObject({
    kind: LiveKind,
    id: z.string().max(68).meta({ example: 'dlv_01h455vb4pex5vsknk084sn02q' }),
    status: z
      .string()
      .max(32)
      .optional()
      .describe('The status, where the change has one')
      .meta({ example: 'succeeded' }),
  })
  .meta({ id: 'LiveHint' })
export type LiveHint = z.infer<typeof LiveHint>

/** The hints of a moment: the `data` of an event of the stream. */
export const LiveHints = z
  .strictObject({
    hints: z.array(LiveHint),
    many: z.array(LiveKind).describe('Kinds of which more objects have changed than are listed'),
  })
  .meta({ id: 'LiveHints' })
export type LiveHints = z.infer<typeof LiveHints>
