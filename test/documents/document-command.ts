/** A document that a command writes from the code. */
interface WrittenDocument {
  /** Name of the npm script. */
  command: string
  /** Path from the root of the repository. */
  document: string
  /** What it is written from. */
  source: string
  isStale: () => boolean
  write: () => void
}

/** Writes a document, or with `--check` fails if it is not up to date. */
export function runDocumentCommand({ command, document, source, isStale, write }: WrittenDocument): void {
  const help = `Usage: npm run ${command} [-- --check]

Writes ${document} from ${source}. --check writes nothing, and fails if it is not up to date.`
  const args = process.argv.slice(2)
  const unknown = args.find((arg) => !['--help', '-h', '--check'].includes(arg))
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help)
  } else if (unknown !== undefined) {
    console.error(`Unknown option "${unknown}".\n\n${help}`)
    process.exitCode = 1
  } else if (!isStale()) {
    console.log('✔ Up to date')
  } else if (args.includes('--check')) {
    console.error(`✘ ${document} is stale: run npm run ${command}`)
    process.exitCode = 1
  } else {
    write()
    console.log(`✔ ${document} written`)
  }
}
