/** Stands in for the worker where only its being started, restarted and stopped is looked at. */
const stayAlive = setInterval(() => {}, 1_000)
process.on('SIGTERM', () => {
  process.stdout.write('told to stop\n')
  clearInterval(stayAlive)
  process.exit(0)
})
process.stdout.write(`${process.env['DATABASE_URL'] ?? 'no database'}\n`)
process.stdout.write(`${JSON.stringify({ ready: 'worker' })}\n`)
