// Loaded into a service by a test: logs each module of OpenTelemetry that it loads.
import { registerHooks } from 'node:module'

const PACKAGE = /node_modules\/@opentelemetry\/([a-z-]+)\//g

registerHooks({
  load(url, context, nextLoad) {
    const name = [...url.matchAll(PACKAGE)].at(-1)?.[1]
    if (name !== undefined) console.log(JSON.stringify({ msg: 'module.loaded', name }))
    return nextLoad(url, context)
  },
})
