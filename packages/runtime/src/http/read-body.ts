import type { Readable } from 'node:stream'
import { ProblemError } from '@posthorn/contracts'
import { errorCodes } from 'fastify'
import { BodyBlocks } from './body-blocks.ts'
import type { BodyAllocation } from './body-memory.ts'

const SECOND_MS = 1000
/** Reading fails when a body arrives more slowly for longer than SLOW_SECONDS_MAX. */
const BYTES_PER_SECOND_MIN = 16 * 1024
const SLOW_SECONDS_MAX = 10

export interface BodyReadingOptions {
  bytesMax: number
  /** The declared length of the body; 0 for none. */
  bytesDeclared: number
  /** Receives the body in blocks while it arrives. */
  onBlock?: ((block: Uint8Array) => void) | undefined
  /** Memory for the body. Default: unlimited. */
  allocation?: BodyAllocation | undefined
}

/**
 * Reads a body.
 * @throws FST_ERR_CTP_BODY_TOO_LARGE as soon as the body, or its announced length, exceeds `bytesMax`
 * @throws ProblemError `request_timeout` for a body that arrives too slowly, `overloaded` when there is no memory for it, or no longer
 * @throws the error of the connection
 */
export function readBody(
  payload: Readable,
  { bytesMax, bytesDeclared, onBlock, allocation }: BodyReadingOptions,
): Promise<BodyBlocks> {
  return new Promise((resolve, reject) => {
    if (bytesDeclared > bytesMax) {
      reject(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
      return
    }
    const body = new BodyBlocks(onBlock, bytesDeclared === 0 ? undefined : bytesDeclared)
    const isSlow = createPaceCheck()
    let length = 0
    let isSettled = false
    const pace = setInterval(() => {
      // Time in which the body is not read does not count.
      if (payload.isPaused()) return
      if (isSlow(length)) fail(tooSlow())
      else if (allocation?.isOverdue() === true) fail(tooSlowForItsMemory())
    }, SECOND_MS)
    const settle = (work: () => void) => {
      if (isSettled) return
      isSettled = true
      clearInterval(pace)
      payload.off('data', add).off('end', end).off('error', fail)
      allocation?.end()
      work()
      // The rest is read and discarded, so that the sender receives the reply.
      payload.resume()
    }
    function add(chunk: Buffer): void {
      length += chunk.length
      if (length > bytesMax) return fail(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
      body.add(chunk)
      const room = allocation?.grow(length)
      if (room === undefined) return
      payload.pause()
      void readOn(room)
    }
    async function readOn(room: Promise<void>): Promise<void> {
      try {
        await room
        if (!isSettled) payload.resume()
      } catch (error) {
        fail(error)
      }
    }
    function end(): void {
      settle(() => {
        body.end()
        resolve(body)
      })
    }
    function fail(error: unknown): void {
      settle(() => reject(error))
    }
    payload.on('data', add).on('end', end).on('error', fail)
  })
}

/** Returns a check to call each second with the length so far: whether the body has been too slow for too long. */
function createPaceCheck(): (length: number) => boolean {
  const ahead = SLOW_SECONDS_MAX * BYTES_PER_SECOND_MIN
  let credit = ahead
  let lengthBefore = 0
  return (length) => {
    credit = Math.min(ahead, credit + length - lengthBefore) - BYTES_PER_SECOND_MIN
    lengthBefore = length
    return credit < 0
  }
}

function tooSlow(): ProblemError {
  return new ProblemError(
    'request_timeout',
    `The body arrived at less than 16 KiB a second for more than ${SLOW_SECONDS_MAX} s. Send the request again, faster.`,
  )
}

function tooSlowForItsMemory(): ProblemError {
  return new ProblemError(
    'overloaded',
    'The body arrived slowly while other tenants wait for its memory. Nothing was done: repeat the request later, and send its body faster.',
  )
}
