import { CidrFormError, parseCidrs } from '@posthorn/webhook'
import { z } from 'zod'

// Variables that both the services and `npm start` read.

const ADMIN_KEY_LENGTH_MIN = 24
/** Longer keys do not fit into the request headers. */
const ADMIN_KEY_LENGTH_MAX = 4096

/** The admin key. Only text that fits into `Authorization: Bearer KEY` is accepted; no request could carry any other. */
export const AdminKey = z
  .string()
  .regex(
    new RegExp(`^[\\x21-\\x7e]{${ADMIN_KEY_LENGTH_MIN},${ADMIN_KEY_LENGTH_MAX}}$`),
    `expected ${ADMIN_KEY_LENGTH_MIN} to ${ADMIN_KEY_LENGTH_MAX} printable ASCII characters without spaces`,
  )

/** Address ranges, comma-separated. */
export const Cidrs = z.string().transform((text, context) => {
  const cidrs = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  try {
    parseCidrs(cidrs)
    return cidrs
  } catch (error) {
    if (!(error instanceof CidrFormError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
})
