// pnpm installs the tools that package.json lists under "installedByPnpm". They are not listed as dependencies there, so
// that npm finds nothing to install: it cannot read pnpm's "catalog:", and `npm install` would fail.
module.exports = {
  hooks: {
    readPackage: (manifest) =>
      manifest.name === 'posthorn' ? { ...manifest, ...manifest.installedByPnpm } : manifest,
  },
}
