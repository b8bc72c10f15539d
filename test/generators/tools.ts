import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CommandError, isInstalled, run } from './run-command.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Installed once and reused by later runs. */
const CACHE = path.join(ROOT, 'node_modules/.cache/generators')
const INSTALL_MS = 240_000

/** The document that clients are generated from: the committed one, which users have. */
export const DOCUMENT = path.join(ROOT, 'docs/openapi.json')
export const PROGRAMS = path.join(import.meta.dirname, 'programs')

/** An external tool, or why this machine cannot have it. */
export type Tool = { kind: 'ready'; path: string } | { kind: 'left out'; why: string }

/** A Python virtual environment with these packages; the tool is its directory of commands. */
export function pythonWith(name: string, packages: readonly string[]): Promise<Tool> {
  return prepared(`python-${name}`, ['python3'], async (directory) => {
    await run('python3', ['-m', 'venv', directory], { deadlineMs: INSTALL_MS })
    const pip = path.join(directory, 'bin/python')
    await run(pip, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
      deadlineMs: INSTALL_MS,
    })
  })
}

/** A program of a Go module, installed as `name`. */
export function goProgram(name: string, module: string): Promise<Tool> {
  return prepared(`go-${name}`, ['go'], async (directory) => {
    await run('go', ['install', module], { env: { GOBIN: directory }, deadlineMs: INSTALL_MS })
  })
}

/** A package of the npm registry without its scripts; the tool is the directory of the package. */
export async function npmPackage(name: string, version: string): Promise<Tool> {
  const tool = await prepared(`npm-${name.replace('/', '-')}-${version}`, ['npm'], async (directory) => {
    const options = ['--prefix', directory, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
    await run('npm', ['install', ...options, `${name}@${version}`], {
      cwd: directory,
      deadlineMs: INSTALL_MS,
    })
  })
  return tool.kind === 'ready' ? { kind: 'ready', path: path.join(tool.path, 'node_modules', name) } : tool
}

/** A program of one file and of one module, which is built again when it changes. */
export function goBuild(name: string, source: string, module: string): Promise<Tool> {
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 12)
  return prepared(`go-${name}-${hash}`, ['go'], async (directory) => {
    // Without C, the standard library is built in a fraction of the time.
    const options = { cwd: directory, env: { CGO_ENABLED: '0' }, deadlineMs: INSTALL_MS }
    await writeFile(path.join(directory, 'main.go'), source)
    await run('go', ['mod', 'init', name], options)
    await run('go', ['get', module], options)
    await run('go', ['build', '-o', 'program'], options)
  })
}

/** A jar of Maven Central, named `group:artifact:version`. */
export function jar(name: string, artifact: string): Promise<Tool> {
  return prepared(`jar-${name}`, ['java', 'mvn'], async (directory) => {
    const args = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${directory}`]
    await run('mvn', ['--quiet', '--batch-mode', ...args], { deadlineMs: INSTALL_MS })
  })
}

/** The jars that a Maven project is compiled with; the project and thus the jars are the same in each run. */
export function jarsOf(name: string, project: string): Promise<Tool> {
  return prepared(`jars-${name}`, ['javac', 'mvn'], async (directory) => {
    const args = ['dependency:copy-dependencies', '-DincludeScope=compile', `-DoutputDirectory=${directory}`]
    await run('mvn', ['--quiet', '--batch-mode', ...args], { cwd: project, deadlineMs: INSTALL_MS })
  })
}

/** Prints what is left out, and returns whether to skip the test. */
export function isLeftOut(what: string, tool: Tool): boolean {
  if (tool.kind === 'ready') return false
  console.log(`Left out: ${what}: ${tool.why}`)
  return true
}

/** The path of an available tool. */
export function pathOf(tool: Tool): string {
  if (tool.kind === 'left out') throw new Error(tool.why)
  return tool.path
}

async function prepared(
  name: string,
  commands: readonly string[],
  install: (directory: string) => Promise<void>,
): Promise<Tool> {
  const missing = commands.filter((command) => !isInstalled(command))
  if (missing.length > 0) return { kind: 'left out', why: `${missing.join(' and ')} not on the PATH` }
  const directory = path.join(CACHE, name)
  const done = `${directory}.done`
  if (existsSync(done)) return { kind: 'ready', path: directory }
  console.log(`Installing ${name}`)
  // A run that was stopped may have left an incomplete directory.
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  try {
    await install(directory)
    await writeFile(done, '')
    return { kind: 'ready', path: directory }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { kind: 'left out', why: `it could not be installed: ${error.message}` }
  }
}
