import type { Explanation } from './explanation.ts'

const SERVER_LOG = 'Look at the log of the receiver at the time of this attempt.'

/** Statuses that have a usual cause of their own. */
const BY_STATUS: Readonly<Record<number, Explanation>> = {
  400: {
    title: 'Bad request',
    explanation: 'The receiver could not read the request, or did not accept its content.',
    fix: 'The body of the reply often says which field. Check that the receiver parses the payload format of the endpoint.',
  },
  401: {
    title: 'Unauthorized',
    explanation: 'The receiver asks for credentials, or its signature check failed.',
    fix: 'Check that the receiver has the current secret and verifies the raw body. If it expects a token, add it to the headers of the endpoint.',
  },
  403: {
    title: 'Forbidden',
    explanation: 'The receiver, or a firewall in front of it, refuses the request.',
    fix: 'Allow the addresses that Posthorn sends from, and exempt the path from bot and CSRF protection.',
  },
  404: {
    title: 'Not found',
    explanation: 'The host answers, but it has nothing at this path.',
    fix: 'Check the path in the URL, and that the receiver with this route is deployed.',
  },
  405: {
    title: 'Method not allowed',
    explanation: 'The path exists, but does not accept POST.',
    fix: 'Accept POST at this path, or correct the URL: a missing or additional slash at its end is a common cause.',
  },
  408: {
    title: 'Request timeout',
    explanation: 'The receiver, or a proxy in front of it, waited too long for the request.',
    fix: SERVER_LOG,
  },
  410: {
    title: 'Gone',
    explanation: 'The receiver says that it wants no more webhooks. The endpoint was disabled.',
    fix: 'If that was a mistake, correct the receiver and enable the endpoint again.',
  },
  413: {
    title: 'Content too large',
    explanation: 'The body is larger than the receiver accepts.',
    fix: 'Raise the body limit of the receiver and of the proxies in front of it.',
  },
  415: {
    title: 'Unsupported media type',
    explanation: 'The receiver does not accept the content type of the body.',
    fix: 'Accept application/json, or choose the payload format that the receiver expects.',
  },
  422: {
    title: 'Unprocessable content',
    explanation: 'The receiver understood the request, but refuses its content.',
    fix: 'The body of the reply often says why. Compare the payload with what the receiver expects.',
  },
  425: {
    title: 'Too early',
    explanation: 'The receiver is not ready to process the request.',
    fix: 'Nothing: it is attempted again. If it lasts, look at the log of the receiver.',
  },
  429: {
    title: 'Too many requests',
    explanation: 'The receiver limits the rate of requests.',
    fix: 'Set the rate limit or the number of requests in flight of the endpoint below the limit of the receiver.',
  },
  500: {
    title: 'Internal server error',
    explanation: 'The receiver failed while it processed the request.',
    fix: SERVER_LOG,
  },
  502: {
    title: 'Bad gateway',
    explanation: 'A proxy in front of the receiver got no valid reply from it.',
    fix: 'Check that the receiver runs and does not crash; look at the log of the proxy.',
  },
  503: {
    title: 'Service unavailable',
    explanation: 'The receiver is overloaded, or down for maintenance.',
    fix: 'Check that the receiver runs. If it is overloaded, limit the rate of the endpoint.',
  },
  504: {
    title: 'Gateway timeout',
    explanation: 'A proxy in front of the receiver waited too long for its reply.',
    fix: 'Reply first and do the work afterwards.',
  },
}

/** All others, by the first digit. */
const BY_CLASS: Readonly<Record<string, Explanation>> = {
  2: { title: 'Success', explanation: 'The endpoint accepted the request.', fix: 'Nothing to do.' },
  3: {
    title: 'Redirect',
    explanation: 'The receiver redirects to another URL. Redirects are never followed.',
    fix: 'Set the URL of the endpoint to the target of the redirect, named by the location header of the reply.',
  },
  4: {
    title: 'Refused by the receiver',
    explanation: 'The receiver refuses the request.',
    fix: 'The body of the reply often says why. Correct the endpoint or the receiver.',
  },
  5: {
    title: 'Server error',
    explanation: 'The receiver failed while it processed the request.',
    fix: SERVER_LOG,
  },
}

const UNKNOWN: Explanation = {
  title: 'Unusual status',
  explanation: 'The status of the reply is not one of a receiver of webhooks.',
  fix: 'Check that the URL names the receiver. It must reply with a status from 200 to 299.',
}

/** Explains the status of a reply. */
export function explainStatus(statusCode: number): Explanation {
  return BY_STATUS[statusCode] ?? BY_CLASS[String(statusCode)[0] ?? ''] ?? UNKNOWN
}
