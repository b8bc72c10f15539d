import { type BodyExtent, EXTENT_DETAILS } from './kept-body.ts'
import type { RejectedError } from './rejected.ts'

/** Why a request was rejected, in sentences for its tenant. Has no secret and no signature. */
export function rejectionDetail({ message, detail }: RejectedError, extent: BodyExtent): string {
  return [message, detail, EXTENT_DETAILS[extent]].filter((sentence) => sentence !== '').join(' ')
}
