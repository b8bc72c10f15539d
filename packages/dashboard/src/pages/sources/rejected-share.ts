import type { InboundRequest } from '../../data/requests.ts'

/** How many requests are rejected. The share is never rounded to none or to all of them. */
export function rejectedShare(requests: readonly Pick<InboundRequest, 'outcome'>[]) {
  const total = requests.length
  const rejected = requests.filter(({ outcome }) => outcome === 'rejected').length
  const percent = (rejected / Math.max(total, 1)) * 100
  const isPart = rejected > 0 && rejected < total
  return { total, rejected, text: `${isPart ? Math.min(Math.max(Math.round(percent), 1), 99) : percent} %` }
}
