import { ingestUrlOf, type SourceId } from '@posthorn/contracts'
import { createKeyFetcher, createKeysOfSource, createPayloadReader } from '@posthorn/receiving'
import type { Logger } from '@posthorn/runtime'
import type { Dependencies } from '../../dependencies.ts'

/** What the API needs to verify and read requests as the ingest service does. */
export type Receiving = ReturnType<typeof createReceiving>

/** Close the reader when the API stops. */
export function createReceiving({
  config,
  secretBox,
  egress,
  logger,
}: Pick<Dependencies, 'config' | 'secretBox' | 'egress'> & { logger: Logger }) {
  return {
    reader: createPayloadReader(),
    verification: {
      keysOf: createKeysOfSource(secretBox, logger),
      ingestUrlOf: (id: SourceId) => ingestUrlOf(config.PUBLIC_INGEST_URL, id),
      fetchTextFor: createKeyFetcher({ egress, log: logger }),
    },
  }
}
