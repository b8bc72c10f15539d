import type { Readable } from 'node:stream'
import { errorCodes } from 'fastify'
import { BodyBlocks } from './body-blocks.ts'

/**
 * Reads a body, as far as it may be read.
 * @param options.bytesClaimed its length as the request says it; 0 where it says none
 * @param options.onBlock receives the body in blocks while it arrives
 * @throws FST_ERR_CTP_BODY_TOO_LARGE as soon as it is larger than `bytesMax`, or says that it is
 * @throws what the connection failed with
 */
export function readBody(
  payload: Readable,
  {
    bytesMax,
    bytesClaimed,
    onBlock,
  }: { bytesMax: number; bytesClaimed: number; onBlock?: (block: Uint8Array) => void },
): Promise<BodyBlocks> {
  return new Promise((resolve, reject) => {
    if (bytesClaimed > bytesMax) {
      reject(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
      return
    }
    const body = new BodyBlocks(onBlock, bytesClaimed === 0 ? undefined : bytesClaimed)
    let length = 0
    const settle = (work: () => void) => {
      payload.off('data', add).off('end', end).off('error', fail)
      work()
    }
    function add(piece: Buffer): void {
      length += piece.length
      if (length > bytesMax) settle(() => reject(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()))
      else body.add(piece)
    }
    function end(): void {
      settle(() => {
        body.end()
        resolve(body)
      })
    }
    function fail(error: Error): void {
      settle(() => reject(error))
    }
    payload.on('data', add).on('end', end).on('error', fail)
  })
}
