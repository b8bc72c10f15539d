import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { ResolvedAddress } from './resolved-address.ts'

/** Path of the system's hosts file. */
export const SYSTEM_HOSTS_FILE =
  process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

const REREAD_AFTER_MS = 5_000

const NO_SUCH_FILE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM'])

/** RFC 6761, 6.3: these names always resolve to the loopback addresses, regardless of DNS. */
const LOOPBACK: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** The names of a hosts file, in lower case, with their addresses in the file's order. Format: hosts(5). */
export function parseHosts(text: string): ReadonlyMap<string, readonly ResolvedAddress[]> {
  const hosts = new Map<string, ResolvedAddress[]>()
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const family = isIP(address)
    if (family !== 4 && family !== 6) continue
    for (const name of names) {
      const key = name.toLowerCase()
      hosts.set(key, [...(hosts.get(key) ?? []), { address, family }])
    }
  }
  return hosts
}

/** Resolves names from a hosts file. Rereads it every few seconds, because it can change while a container runs. */
export class HostsFile {
  readonly #path: string
  #hosts: Promise<ReadonlyMap<string, readonly ResolvedAddress[]>> | undefined
  #rereadAtMs = 0

  constructor(path: string) {
    this.#path = path
  }

  /**
   * The addresses of a name; empty when the file has no such name, or there is no file.
   *
   * @throws the error of reading the file
   */
  async addressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    const name = hostname.toLowerCase().replace(/\.$/, '')
    const known = (await this.#current()).get(name)
    if (known !== undefined) return known
    return name === 'localhost' || name.endsWith('.localhost') ? LOOPBACK : []
  }

  #current(): Promise<ReadonlyMap<string, readonly ResolvedAddress[]>> {
    if (this.#hosts === undefined || performance.now() >= this.#rereadAtMs) {
      this.#rereadAtMs = performance.now() + REREAD_AFTER_MS
      this.#hosts = this.#read()
    }
    return this.#hosts
  }

  async #read(): Promise<ReadonlyMap<string, readonly ResolvedAddress[]>> {
    try {
      return parseHosts(await readFile(this.#path, 'utf8'))
    } catch (error) {
      // A missing or unreadable file has no names. Other errors, such as having no descriptors left, must not make names
      // disappear.
      if (error instanceof Error && 'code' in error && NO_SUCH_FILE.has(String(error.code))) return new Map()
      this.#hosts = undefined
      throw error
    }
  }
}
