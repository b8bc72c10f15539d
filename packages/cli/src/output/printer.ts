import type { Cli } from '../cli.ts'
import { escapeControls } from './escape-controls.ts'

/** Results on standard output, notes on standard error. */
export class Printer {
  readonly isJson: boolean
  readonly #cli: Pick<Cli, 'output' | 'notes'>

  /** @param options.json one object a line, for programs */
  constructor(cli: Pick<Cli, 'output' | 'notes'>, { json = false }: { json?: boolean | undefined }) {
    this.#cli = cli
    this.isJson = json
  }

  /**
   * @param value for programs
   * @param text for people
   */
  result(value: object, text: string): void {
    this.#cli.output.write(this.isJson ? `${JSON.stringify(value)}\n` : `${escapeControls(text)}\n`)
  }

  /** Something that has happened: for programs on standard output, for people on standard error. */
  event(value: { type: string; [member: string]: unknown }, text: string): void {
    if (this.isJson) this.result(value, '')
    else this.note(text)
  }

  /** A JSON text as it was sent, on one line: line breaks between its values are white space. */
  jsonText(text: string): void {
    this.#cli.output.write(`${text.replaceAll(/[\r\n]/g, ' ')}\n`)
  }

  /** For people, also with `--json`. */
  note(text: string): void {
    this.#cli.notes.write(`${escapeControls(text)}\n`)
  }
}
