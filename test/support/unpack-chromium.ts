import chromium from '@sparticuz/chromium'

// Run as a process of its own by bundled-chromium.ts: the package decides where to unpack and which libraries to bring
// from the environment (TMPDIR, AWS_EXECUTION_ENV), which is then nobody else's environment.
await chromium.executablePath()
