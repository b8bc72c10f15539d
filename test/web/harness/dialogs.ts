import type { Screen } from './screens.ts'

/** A dialog: the page that has it, and the button that opens it, or a menu with its item. */
export interface Dialog extends Screen {
  button: string
  item?: string
}

/** Every dialog. */
export const DIALOGS: Dialog[] = [
  {
    name: 'dialog-endpoint-test',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'Send a test',
    shows: 'Send a test event',
  },
  {
    name: 'dialog-endpoint-rotate',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'More actions',
    item: 'Rotate the secret…',
    shows: 'The present secret keeps signing',
  },
  {
    name: 'dialog-endpoint-recover',
    path: ({ tenant, accepted }) => `/t/${tenant.id}/endpoints/${accepted.endpointId}`,
    button: 'More actions',
    item: 'Recover…',
    shows: 'Also cancelled deliveries',
  },
  {
    name: 'dialog-replay',
    path: ({ tenant, failing }) => `/t/${tenant.id}/events/${failing.eventId}`,
    button: 'Replay',
    shows: 'Replay to all subscribed',
  },
  {
    name: 'dialog-bulk',
    path: ({ tenant }) => `/t/${tenant.id}/deliveries?statusCode=5xx`,
    button: 'Retry all matches',
    shows: 'deliveries match',
  },
  {
    name: 'dialog-key',
    path: ({ tenant }) => `/t/${tenant.id}/settings/keys`,
    button: 'Create a key',
    shows: 'Requests per second',
  },
  {
    name: 'dialog-portal-link',
    path: ({ tenant }) => `/t/${tenant.id}/settings/portal-links`,
    button: 'Create a link',
    shows: 'Main colour',
  },
  {
    name: 'dialog-tenant',
    path: ({ tenant }) => `/t/${tenant.id}/settings`,
    button: 'Edit',
    shows: 'Days to keep payloads',
  },
  {
    name: 'dialog-delete-tenant',
    path: ({ tenant }) => `/t/${tenant.id}/settings`,
    button: 'Delete the tenant',
    shows: 'to confirm',
  },
]
