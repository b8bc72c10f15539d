import { startChild, startScript } from '../child-process.ts'

/**
 * Runs npm and returns what it prints.
 * @throws Error with its output if it fails
 */
export async function runNpm(args: readonly string[]): Promise<string> {
  // npm passes its own path; when this was started by hand, npm is on the PATH like node.
  const script = process.env['npm_execpath']
  const options = { env: process.env, output: 'pipe' } as const
  const child = script?.endsWith('npm-cli.js')
    ? startScript(script, { ...options, args })
    : startChild('npm', args, options)
  return outputOf(child, `npm ${args[0] ?? ''}`)
}

/**
 * Waits for the end of a child process and returns what it printed.
 * @param name of the command, for the error
 * @throws Error with its output if it fails
 */
export async function outputOf(
  { process: { stdout, stderr }, exited }: ReturnType<typeof startChild>,
  name: string,
): Promise<string> {
  let [printed, errors] = ['', '']
  stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exitCode = await exited
  if (exitCode === 0) return printed
  throw new Error(`${name} failed with ${exitCode}:\n${printed}${errors}`)
}
