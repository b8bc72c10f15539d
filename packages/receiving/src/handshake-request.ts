import type { IngestSource } from '@posthorn/database'
import type { Handshake } from '@posthorn/webhook'

/** A verified request that sets the webhook up at its provider. It carries no event, and nothing of it is stored. */
export class HandshakeRequest {
  readonly outcome = 'handshake'
  readonly source: IngestSource
  readonly handshake: Handshake

  constructor(source: IngestSource, handshake: Handshake) {
    this.source = source
    this.handshake = handshake
  }
}
