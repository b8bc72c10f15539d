/** What a command found or did: for programs, and for people. */
export interface Output {
  json: unknown
  text: string
}
