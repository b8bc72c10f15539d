import { InvalidArgumentError } from 'commander'

/**
 * Collects `path=value`. The value is JSON, or else text.
 * @throws InvalidArgumentError
 */
export function setOption(
  text: string,
  previous: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Expected path=value, such as data.object.amount=500.')
  return { ...previous, [text.slice(0, at)]: valueOf(text.slice(at + 1)) }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
