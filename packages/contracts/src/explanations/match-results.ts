import type { EventMatch } from '../finding/event-match.ts'
import type { Explanation } from './explanation.ts'

/** Whether an endpoint received an event, and why not. */
export const MATCH_RESULT_EXPLANATIONS: Readonly<Record<EventMatch['result'], Explanation>> = {
  delivered: {
    title: 'Received',
    explanation: 'The endpoint has a delivery of this event.',
    fix: 'The delivery shows its attempts.',
  },
  created_later: {
    title: 'Created later',
    explanation: 'The endpoint did not exist when the event was accepted.',
    fix: 'Replay the event to this endpoint to send it.',
  },
  deleted: {
    title: 'Endpoint deleted',
    explanation: 'The endpoint is deleted and has no delivery of this event.',
    fix: 'Create an endpoint for its receiver, then replay the event.',
  },
  disabled: {
    title: 'Endpoint disabled',
    explanation: 'A disabled endpoint receives no events.',
    fix: 'Enable the endpoint, then replay the event.',
  },
  type_not_subscribed: {
    title: 'Event type not subscribed',
    explanation: 'No entry of the event types of the endpoint includes this type.',
    fix: 'Add the type to the endpoint to receive later events. Replay this one to send it.',
  },
  filter_not_matched: {
    title: 'Filter not matched',
    explanation: 'The data does not meet a condition of the filter of the endpoint.',
    fix: 'Change the filter to receive later events. Replay this one to send it.',
  },
  data_too_large: {
    title: 'Data too large for the filter',
    explanation: 'The filter was not evaluated, because the data is larger than 1 MiB.',
    fix: 'Remove the filter to receive such events. Replay this one to send it.',
  },
  matches_now: {
    title: 'Would receive it now',
    explanation:
      'The endpoint was different when the event was accepted. It would receive such an event now.',
    fix: 'Replay the event to this endpoint to send it.',
  },
}
