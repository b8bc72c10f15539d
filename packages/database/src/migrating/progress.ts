/** Receives a line of text about what a migration does or waits for. */
export type Progress = (line: string) => void
