/** The anchor of a heading, as GitHub makes it: lower case, without punctuation, with a hyphen for each space. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}_\- ]/gu, '')
    .replaceAll(' ', '-')
}
