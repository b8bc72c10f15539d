import { expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

/** A stream of these bytes, in these parts. */
function streamOf(...parts: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

it('reads lines wherever their bytes are split, and the last one without a line break', async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"b":2}\n{"c":3}')
  for (let at = 0; at <= bytes.length; at += 1) {
    const lines: string[] = []
    for await (const line of readLines(streamOf(bytes.slice(0, at), bytes.slice(at)))) lines.push(line)
    expect(lines).toEqual(['{"a":"é"}', '{"b":2}', '{"c":3}'])
  }
})
