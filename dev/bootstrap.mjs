// The entry of every npm command. Checks the version of Node before importing modules that an older one cannot parse.
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
