import { ProblemError } from '@posthorn/contracts'
import type { FoundRequest } from '@posthorn/database'
import type { RejectedContent } from '@posthorn/receiving'
import { BodyBlocks } from '@posthorn/runtime'
import type { Dependencies } from '../dependencies.ts'
import { openedContent } from './show-request.ts'

/**
 * All headers and the whole body of a rejected request.
 * @throws ProblemError `conflict` when it is not kept as a whole
 */
export function wholeContentOf(
  { secretBox }: Pick<Dependencies, 'secretBox'>,
  { request, kept }: FoundRequest,
): RejectedContent {
  if (kept === undefined) {
    throw conflict('The content of the request is no longer kept. Have the provider send the webhook again.')
  }
  if (!kept.isWhole) throw conflict(kept.detail)
  const content = openedContent(secretBox, request.id, kept)
  if (content === undefined) {
    throw conflict(
      'No key of POSTHORN_ENCRYPTION_KEY decrypts the content of the request. Add the key that was removed, or have the provider send the webhook again.',
    )
  }
  return content
}

/** A body that has arrived as a whole. */
export function blocksOf(bytes: Uint8Array): BodyBlocks {
  const blocks = new BodyBlocks()
  blocks.add(bytes)
  blocks.end()
  return blocks
}

function conflict(detail: string): ProblemError {
  return new ProblemError('conflict', detail)
}
