import type { components } from '@posthorn/contracts/client-types'
import { linkOptions } from '@tanstack/react-router'

type FoundObject = components['schemas']['FoundObject']

const DELIVERY_IN_PATH = /\/deliveries\/([^/]+)/

/** The page of an object that a search has found. Attempts are on that of their delivery, keys on that of all keys. */
export function linkOf({ type, id, path }: FoundObject, tenant: string) {
  switch (type) {
    case 'delivery':
      return linkOptions({ to: '/t/$tenant/deliveries/$id', params: { tenant, id } })
    case 'attempt': {
      const [, delivery = ''] = DELIVERY_IN_PATH.exec(path) ?? []
      return linkOptions({
        to: '/t/$tenant/deliveries/$id',
        params: { tenant, id: delivery },
        search: { attempt: id },
      })
    }
    case 'endpoint':
      return linkOptions({ to: '/t/$tenant/endpoints/$id', params: { tenant, id } })
    case 'source':
      return linkOptions({ to: '/t/$tenant/sources/$id', params: { tenant, id } })
    case 'request':
      return linkOptions({ to: '/t/$tenant/requests/$id', params: { tenant, id } })
    case 'event':
      return linkOptions({ to: '/t/$tenant/events/$id', params: { tenant, id } })
    case 'job':
      return linkOptions({ to: '/t/$tenant/jobs/$id', params: { tenant, id } })
    case 'key':
      return linkOptions({ to: '/t/$tenant/settings/keys', params: { tenant } })
  }
}
