/** Texts that differ from `text` by one replaced, removed or inserted character, including unusual ones; and longer texts. */
export function changedTexts(text: string): string[] {
  const odd = ['0', 'A', 'a', '=', ',', '.', '/', ' ', '\t', '\n', '\u0000', 'é', '💥']
  const positions = Array.from({ length: text.length + 1 }, (_, at) => at)
  const changes = positions.flatMap((at) => [
    text.slice(0, at) + text.slice(at + 1),
    ...odd.map((character) => text.slice(0, at) + character + text.slice(at + 1)),
    ...odd.map((character) => text.slice(0, at) + character + text.slice(at)),
  ])
  const larger = [text.toUpperCase(), text + 'x'.repeat(100_000), text.slice(0, text.length / 2)]
  return [...new Set([...changes, ...larger])].filter((changed) => changed !== text)
}

/** Bodies that differ from `body` by one changed, removed or inserted byte, or by a line break or BOM. */
export function changedBodies(body: Buffer): Buffer[] {
  const each = Array.from(body, (byte, at) => [
    Buffer.from(body).fill(byte ^ 1, at, at + 1),
    Buffer.from(body).fill(byte ^ 0x80, at, at + 1),
    Buffer.concat([body.subarray(0, at), body.subarray(at + 1)]),
    Buffer.concat([body.subarray(0, at), Buffer.from(' '), body.subarray(at)]),
  ])
  const around = [
    Buffer.alloc(0),
    Buffer.concat([body, body]),
    Buffer.concat([body, Buffer.from('\n')]),
    Buffer.from(`\ufeff${body.toString()}`),
  ]
  return [...each.flat(), ...around]
}
