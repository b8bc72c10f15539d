/** A setting for a session, in the unit and spelling of the view `pg_settings`. */
export interface SessionSetting {
  name: string
  value: string
  /** Replace only this value; keep every other one. */
  replaces?: string
}

/**
 * Every setting of a database, role or server that could change a value that Posthorn reads or writes, or break a guarantee.
 * `default_transaction_read_only` is deliberately not set: providers set it when a disk is nearly full.
 */
const PINNED: readonly SessionSetting[] = [
  { name: 'client_encoding', value: 'UTF8' },
  { name: 'TimeZone', value: 'UTC' },
  { name: 'DateStyle', value: 'ISO, YMD' },
  { name: 'IntervalStyle', value: 'postgres' },
  { name: 'bytea_output', value: 'hex' },
  { name: 'extra_float_digits', value: '1' },
  { name: 'lc_monetary', value: 'C' },
  { name: 'lc_numeric', value: 'C' },
  { name: 'lc_time', value: 'C' },
  // Parsing of literals.
  { name: 'standard_conforming_strings', value: 'on' },
  { name: 'array_nulls', value: 'on' },
  { name: 'transform_null_equals', value: 'off' },
  { name: 'quote_all_identifiers', value: 'off' },
  // When on, a policy hides rows silently; when off, the statement fails.
  { name: 'row_security', value: 'off' },
  // `replica` skips triggers and foreign keys. Only a superuser may change it; for others the connection fails.
  { name: 'session_replication_role', value: 'origin' },
  { name: 'default_transaction_isolation', value: 'read committed' },
  { name: 'default_transaction_deferrable', value: 'off' },
  { name: 'exit_on_error', value: 'off' },
  // A 202 means stored. Keep values stronger than `on`.
  { name: 'synchronous_commit', value: 'on', replaces: 'off' },
  // Milliseconds; 0 means no limit. Callers may set others.
  { name: 'statement_timeout', value: '0' },
  { name: 'lock_timeout', value: '0' },
  { name: 'idle_in_transaction_session_timeout', value: '0' },
  { name: 'idle_session_timeout', value: '0' },
  { name: 'transaction_timeout', value: '0' }, // PostgreSQL 17
]

/**
 * Sets only what differs, and skips settings that this version of PostgreSQL lacks. No value is NULL: with `array_nulls`
 * off it would be read as text.
 */
const APPLY = `
  SELECT pg_catalog.set_config(setting.name, wanted.value, false)
  FROM pg_catalog.pg_settings AS setting
    JOIN ROWS FROM (
      pg_catalog.unnest($1::pg_catalog.text[]),
      pg_catalog.unnest($2::pg_catalog.text[]),
      pg_catalog.unnest($3::pg_catalog.text[])
    ) AS wanted (name, value, replaces) ON wanted.name = setting.name
  WHERE setting.setting <> wanted.value AND wanted.replaces IN ('', setting.setting)`

const ANSWER_MS_MAX = 5000

/** The part of a connection that `applySessionSettings` uses. */
export interface NewConnection {
  query(config: { text: string; values: unknown[]; query_timeout: number }): Promise<unknown>
}

/**
 * Applies the settings that Posthorn relies on to a new connection, in one round trip. Not in the startup packet: PgBouncer
 * refuses `options` there, and a URL or `PGOPTIONS` would replace it.
 * @param searchPath the schema in which unqualified names are looked up
 * @param settings additional ones, which override those that are always set
 */
export async function applySessionSettings(
  connection: NewConnection,
  searchPath: string,
  settings: readonly SessionSetting[],
): Promise<void> {
  const path: SessionSetting = { name: 'search_path', value: `"${searchPath}"` }
  const all: readonly SessionSetting[] = [...PINNED, path, ...settings]
  const wanted = [...new Map(all.map((each) => [each.name, each])).values()]
  const columns = [
    wanted.map(({ name }) => name),
    wanted.map(({ value }) => value),
    wanted.map(({ replaces }) => replaces ?? ''),
  ]
  await connection.query({ text: APPLY, values: columns, query_timeout: ANSWER_MS_MAX })
}
