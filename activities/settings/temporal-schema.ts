import { z } from 'zod'

/**
 * A leaf whose every refusal says `expected`, so that the sentence a person reads is ours and complete.
 * The same words serve a missing value, a wrong type and a value out of range.
 */
function text(expected: string, pattern = /\S/) {
  return z.string({ error: expected }).regex(pattern, { error: expected })
}

function wholeNumber(least: number, most: number, unit: string) {
  const error = `a whole number of ${unit} from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

const address = text('host:port, such as temporal.example:7233', /^(\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):\d{1,5}$/)
const name = text('a name of letters, digits, ".", "_" and "-"', /^[\w.-]{1,200}$/)
const file = text('the path of a file')
const port = z
  .int({ error: 'a port number from 0 (any free port) to 65535' })
  .min(0, { error: 'a port number from 0 (any free port) to 65535' })
  .max(65_535, { error: 'a port number from 0 (any free port) to 65535' })

const attributeTypes = ['Keyword', 'KeywordList', 'Text', 'Int', 'Double', 'Bool', 'Datetime'] as const

const group = 'a group of settings'

/** temporal.yaml as it is written. Strict: a key that is not here is refused. */
export const temporalSchema = z.strictObject(
  {
    address: address.optional(),
    namespace: name,
    taskQueue: name,
    tls: z.strictObject(
      {
        enabled: z.boolean({ error: 'true or false' }),
        caFile: file.optional(),
        certFile: file.optional(),
        keyFile: file.optional(),
        serverName: text('a host name').optional(),
      },
      { error: group },
    ),
    retentionDays: wholeNumber(90, 36_500, 'days'),
    limits: z.strictObject(
      {
        maxCachedWorkflows: wholeNumber(1, 100_000, 'workflows'),
        maxConcurrentWorkflowTasks: wholeNumber(2, 10_000, 'tasks'),
        maxConcurrentActivities: wholeNumber(1, 10_000, 'activities'),
        workflowTaskPollers: wholeNumber(2, 100, 'pollers'),
        activityTaskPollers: wholeNumber(1, 100, 'pollers'),
      },
      { error: group },
    ),
    historyLimits: z.strictObject(
      {
        updates: wholeNumber(1, 1_900, 'updates'),
        events: wholeNumber(100, 10_000, 'events'),
        days: wholeNumber(1, 180, 'days'),
      },
      { error: group },
    ),
    answerWithinMs: wholeNumber(100, 60_000, 'milliseconds'),
    shutdownGraceMs: wholeNumber(100, 600_000, 'milliseconds'),
    payloadEncryption: z.enum(['off', 'on'], { error: 'off or on' }),
    deployment: z.strictObject({ name, buildId: name.optional() }, { error: group }),
    patchesHeldBack: z.array(name, { error: 'a list of names, or []' }),
    searchAttributes: z
      .array(
        z.strictObject(
          {
            name: text('a name of letters and digits', /^[A-Za-z][A-Za-z0-9]{0,60}$/),
            type: z.enum(attributeTypes, { error: `one of ${attributeTypes.join(', ')}` }),
          },
          { error: 'a name and a type' },
        ),
        { error: 'a list, each with a name and a type' },
      )
      .refine((list) => new Set(list.map((attribute) => attribute.name)).size === list.length, {
        error: 'a list in which no name occurs twice',
      }),
    embedded: z.strictObject(
      { port, uiPort: port, databaseFile: text('a file name in the data folder') },
      { error: group },
    ),
  },
  { error: group },
)

type Override = { variable: string; kind: 'text' | 'number' | 'switch' }

const fromText = (variable: string): Override => ({ variable, kind: 'text' })
const fromNumber = (variable: string): Override => ({ variable, kind: 'number' })

/**
 * The environment variable that overrides each setting, by its path. The TLS names are those of Temporal's own tools.
 * Lists are set in the file alone: search attributes, which the code relies on, and the patches held back.
 */
export const temporalVariables: Readonly<Record<string, Override>> = {
  address: fromText('TEMPORAL_ADDRESS'),
  namespace: fromText('TEMPORAL_NAMESPACE'),
  taskQueue: fromText('TEMPORAL_TASK_QUEUE'),
  'tls.enabled': { variable: 'TEMPORAL_TLS', kind: 'switch' },
  'tls.caFile': fromText('TEMPORAL_TLS_SERVER_CA_CERT_PATH'),
  'tls.certFile': fromText('TEMPORAL_TLS_CLIENT_CERT_PATH'),
  'tls.keyFile': fromText('TEMPORAL_TLS_CLIENT_KEY_PATH'),
  'tls.serverName': fromText('TEMPORAL_TLS_SERVER_NAME'),
  retentionDays: fromNumber('TEMPORAL_RETENTION_DAYS'),
  'limits.maxCachedWorkflows': fromNumber('TEMPORAL_MAX_CACHED_WORKFLOWS'),
  'limits.maxConcurrentWorkflowTasks': fromNumber('TEMPORAL_MAX_CONCURRENT_WORKFLOW_TASKS'),
  'limits.maxConcurrentActivities': fromNumber('TEMPORAL_MAX_CONCURRENT_ACTIVITIES'),
  'limits.workflowTaskPollers': fromNumber('TEMPORAL_WORKFLOW_TASK_POLLERS'),
  'limits.activityTaskPollers': fromNumber('TEMPORAL_ACTIVITY_TASK_POLLERS'),
  'historyLimits.updates': fromNumber('TEMPORAL_HISTORY_UPDATES'),
  'historyLimits.events': fromNumber('TEMPORAL_HISTORY_EVENTS'),
  'historyLimits.days': fromNumber('TEMPORAL_HISTORY_DAYS'),
  answerWithinMs: fromNumber('TEMPORAL_ANSWER_WITHIN_MS'),
  shutdownGraceMs: fromNumber('TEMPORAL_SHUTDOWN_GRACE_MS'),
  payloadEncryption: fromText('TEMPORAL_PAYLOAD_ENCRYPTION'),
  'deployment.name': fromText('TEMPORAL_DEPLOYMENT_NAME'),
  'deployment.buildId': fromText('TEMPORAL_WORKER_BUILD_ID'),
  'embedded.port': fromNumber('TEMPORAL_EMBEDDED_PORT'),
  'embedded.uiPort': fromNumber('TEMPORAL_EMBEDDED_UI_PORT'),
  'embedded.databaseFile': fromText('TEMPORAL_EMBEDDED_DATABASE_FILE'),
}
