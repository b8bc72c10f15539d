const MESSAGE_ID = /^[!-~]{1,256}$/

/**
 * Whether `text` can be the id of a Standard Webhooks message: 1 to 256 visible ASCII characters without a dot.
 * With a dot, the signed `id.timestamp.body` could be split at another position and mean another message.
 */
export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text) && !text.includes('.')
}
