import { API_VARIABLES } from '@posthorn/api/config'
import { INGEST_VARIABLES } from '@posthorn/ingest/config'
import { parseConfig } from '@posthorn/runtime/config'
import { WORKER_VARIABLES } from '@posthorn/worker/config'

/**
 * Reads the configuration of the three services, which have the same values for the variables that they share.
 * @throws ConfigError
 */
export function readConfig(environment: Record<string, string | undefined>) {
  return parseConfig({ ...API_VARIABLES, ...INGEST_VARIABLES, ...WORKER_VARIABLES }, environment)
}
