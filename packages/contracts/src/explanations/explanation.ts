/** A code in plain words, for people: of the dashboard, the command line and the documents. */
export interface Explanation {
  /** At most a few words, without a full stop. */
  title: string
  /** What happened: complete sentences. */
  explanation: string
  /** What to do about it: complete sentences. */
  fix: string
}
