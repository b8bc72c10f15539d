// Behind `npm start`, `npm test`, `npm run verify` and `npm run migrate`. Imports nothing before it knows
// that this Node can read the rest.
const OLDEST_NODE = [20, 19]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const tooOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])

if (tooOld) {
  console.error(`Posthorn needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`)
  process.exitCode = 1
} else {
  const { bootstrap } = await import('./bootstrap/commands.mjs')
  await bootstrap(process.argv.slice(2))
}
