import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'
import { rowOfHeader } from '../managing/endpoint-headers.ts'
import { rowOfSecret } from '../managing/sealed-secrets.ts'
import { rowOfRejectedRequest } from '../receiving/rejected-requests.ts'
import { rowOfReply } from '../request-limits/idempotency.ts'

/** A column of encrypted values. A new one must be added to {@link SEALED_COLUMNS}; a test compares them with the database. */
export interface SealedColumn {
  table: string
  column: string
  /** The primary key, all of text. */
  key: readonly string[]
  /** Further columns that `boundTo` reads. */
  others: readonly string[]
  /** Maximum number of rows of one batch, where the values are large. */
  rowsMax?: number
  /** The row that a value is bound to, from the columns of `key` and `others`. */
  boundTo: (columns: Record<string, string>) => string
}

/** Everything that `POSTHORN_ENCRYPTION_KEY` encrypts, except the check values of the keys. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'endpoint_secrets',
    column: 'sealed',
    key: ['id'],
    others: ['endpoint_id'],
    boundTo: (row) => rowOfSecret(row['endpoint_id'] as EndpointId, row['id'] as SecretId),
  },
  {
    table: 'endpoint_headers',
    column: 'sealed',
    key: ['endpoint_id', 'name'],
    others: [],
    boundTo: (row) => rowOfHeader(row['endpoint_id'] as EndpointId, row['name'] ?? ''),
  },
  {
    table: 'source_secrets',
    column: 'sealed',
    key: ['id'],
    others: ['source_id'],
    boundTo: (row) => rowOfSecret(row['source_id'] as SourceId, row['id'] as SecretId),
  },
  {
    table: 'idempotency_keys',
    column: 'sealed_reply',
    key: ['holder', 'path', 'key'],
    others: [],
    boundTo: ({ holder = '', path = '', key = '' }) => rowOfReply({ holder, path, key }),
  },
  {
    table: 'rejected_requests',
    column: 'sealed',
    key: ['id'],
    others: [],
    rowsMax: 20,
    boundTo: ({ id = '' }) => rowOfRejectedRequest(id),
  },
]
