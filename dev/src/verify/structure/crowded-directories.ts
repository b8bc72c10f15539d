/** So many files of code are still read at a glance. */
const FILES_MAX = 20

/**
 * Directories with too many files of code; tests do not count.
 * @param files paths from the root of the repository, with slashes
 * @returns a line for each, which says what to do
 */
export function crowdedDirectories(files: readonly string[]): string[] {
  const code = files.filter((file) => !file.endsWith('.test.ts'))
  const byDirectory = Map.groupBy(code, (file) => file.slice(0, file.lastIndexOf('/')))
  return [...byDirectory]
    .filter(([, within]) => within.length > FILES_MAX)
    .map(
      ([directory, { length }]) =>
        `${directory}: ${length} files, at most ${FILES_MAX}: divide them into directories by what they do`,
    )
    .toSorted()
}
