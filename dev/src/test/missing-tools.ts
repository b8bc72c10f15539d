import { findOnPath } from '../on-path.ts'

/** Programs that are not from the npm registry, and what is not tested without them. */
const TOOLS: Record<string, string> = {
  promtool: 'the alert rules in deploy/prometheus were not run (Debian package prometheus)',
  helm: 'the chart in deploy/helm was not rendered (https://helm.sh/docs/intro/install/)',
  chromium: 'the dashboard was not tested in a browser (Debian package chromium)',
  python3: 'the Python programs that verify signatures were not run (Debian package python3)',
  go: 'the Go programs that verify signatures were not run (https://go.dev/dl)',
  javac: 'the Java code that verifies signatures was not run (Debian package default-jdk-headless)',
  curl: 'the commands in the documents were not run (Debian package curl)',
  'systemd-analyze': 'the units in deploy/systemd were not verified',
}

/** A line for each program that is not on the PATH: the tests that need it are skipped. */
export function missingTools(searchPath: string): string[] {
  return Object.entries(TOOLS)
    .filter(([program]) => findOnPath(program, searchPath) === undefined)
    .map(([program, leftOut]) => `${program}: not on the PATH: ${leftOut}.`)
}
