/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access -- plain JavaScript, without types */
// Loaded before everything else by the npm scripts, and written so that old versions of Node can read it.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `Gatehouse runs on Node 24 or later, and this is Node ${process.versions.node}. ` +
      'The project brings its own: run "npm ci" (without --ignore-scripts), then "npm start".\n',
  )
  process.exit(1)
}
