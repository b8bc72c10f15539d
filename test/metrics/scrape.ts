import { apiClient } from '../harness/api-client.ts'

/** One value of a metric. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** Reads the metrics of a service as Prometheus does, without a key. */
export async function scrape(url: string): Promise<Sample[]> {
  const { status, text } = await apiClient(url, undefined).get('/metrics')
  if (status !== 200) throw new Error(`GET ${url}/metrics: ${status}`)
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(LABEL)].map(([, label = '', quoted = '']) => [label, quoted])
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
}

/**
 * The value of the only sample with this name and these labels; undefined without one.
 * @throws when several match
 */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )
  if (found.length > 1) throw new Error(`${found.length} samples of ${name} match ${JSON.stringify(labels)}`)
  return found[0]?.value
}
