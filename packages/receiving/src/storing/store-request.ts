import type { IngestSource } from '@posthorn/database'
import type { PublishOutcome } from '@posthorn/events'
import type { InboundMessage } from '@posthorn/webhook'
import type { Rejection } from '../rejected.ts'
import {
  type Acceptance,
  type StoreDependencies,
  storeMessage,
  type VerifiedRequest,
} from './store-message.ts'
import { storeSeveral } from './store-several.ts'

/** Stores the events of a verified request once, and adds their deliveries to the queue. */
export async function storeRequest(
  dependencies: StoreDependencies,
  source: IngestSource,
  { messages, ...request }: VerifiedRequest & { messages: readonly InboundMessage[] },
): Promise<PublishOutcome<Acceptance, Rejection>> {
  const [message, second] = messages
  if (message === undefined) throw new RangeError('messages: expected at least one')
  return second === undefined
    ? storeMessage(dependencies, source, request, message)
    : storeSeveral(dependencies, source, request, messages)
}
