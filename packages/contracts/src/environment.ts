import { CidrFormError, parseCidrs } from '@posthorn/webhook'
import { z } from 'zod'

// Variables that services and `npm start` both read: each is declared once.

const ADMIN_KEY_LENGTH_MIN = 24
/** Longer ones do not fit into the headers of a request. */
const ADMIN_KEY_LENGTH_MAX = 4096

/**
 * The admin key: what can be sent as `Authorization: Bearer KEY`. With any other one the service would start, and refuse
 * every request.
 */
export const AdminKey = z
  .string()
  .regex(
    new RegExp(`^[\\x21-\\x7e]{${ADMIN_KEY_LENGTH_MIN},${ADMIN_KEY_LENGTH_MAX}}$`),
    `expected ${ADMIN_KEY_LENGTH_MIN} to ${ADMIN_KEY_LENGTH_MAX} printable ASCII characters without spaces`,
  )

/** Ranges of addresses, comma-separated. */
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
