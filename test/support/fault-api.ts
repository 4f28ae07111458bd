import { calendarOf } from '../../activities/calendar.ts'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { loadEnvironment } from '../../activities/settings/environment.ts'
import { loadKeys } from '../../activities/settings/keys.ts'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { openStore } from '../../activities/store/store.ts'
import { createApp } from '../../api/app.ts'
import { createCases } from '../../api/cases.ts'
import { createLog } from '../../api/log.ts'
import { openTemporal } from '../../api/temporal.ts'
import { haltAt } from './fault-halt.ts'

// An API that can be halted when a vote has been answered to it, before it answers the person.
const environment = loadEnvironment(process.env)
const settings = loadTemporalSettings()
const keys = loadKeys(environment.dataFolder)
const store = openStore(environment.databaseUrl, { dataFolder: environment.dataFolder })
const { client } = openTemporal(settings, {
  dataConverter: dataConverterFor({ payloadEncryption: settings.payloadEncryption, keys: keys.payload }),
})
const cases = createCases({
  client,
  taskQueue: settings.taskQueue,
  initiatives: store.initiatives,
  answerWithinMilliseconds: settings.answerWithinMs,
})
const castVote: typeof cases.castVote = async (initiativeId, ...vote) => {
  const asked = await cases.castVote(initiativeId, ...vote)
  if (asked.kind === 'recorded' || asked.kind === 'alreadyRecorded') await haltAt('answered', initiativeId)
  return asked
}
const app = await createApp(
  {
    ...store,
    calendar: calendarOf(),
    cases: { ...cases, castVote },
    publicUrl: environment.publicUrl,
    formKey: keys.forms,
    dwellMilliseconds: environment.dwellMs,
    clock: Date.now,
    developmentLinks: {},
  },
  { log: createLog(environment.logLevel) },
)
await app.listen({ host: environment.apiHost, port: environment.apiPort })
process.stdout.write(`${JSON.stringify({ ready: 'api', url: environment.publicUrl })}\n`)
process.once('SIGTERM', () => process.exit(0))
