/** `DATABASE_URL` is invalid. The message contains no user and no password. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError'
}
