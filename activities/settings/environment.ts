import { z } from 'zod'
import { SettingsError } from './settings-error.ts'

/** What a variable holds is given to zod as `expected`, so that every refusal says the same thing in our words. */
function number(least: number, most: number, expected: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, { error: expected })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error: expected })
}

const port = number(0, 65_535, 'a port number from 0 (any free port) to 65535')

function url(protocols: RegExp, expected: string) {
  return z.url({ protocol: protocols, error: expected })
}

const httpOrigin = 'the start of a web address, such as https://gatehouse.example, without a path'
const domains = 'domain names separated by commas, such as police.example,fire.example'
const days = 'days separated by commas, such as 2022-09-19,2023-05-08'
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const schema = z.object({
  DATABASE_URL: url(
    /^postgres(ql)?$/,
    'a PostgreSQL address, such as postgresql://user:password@host:5432/gatehouse',
  ).optional(),
  SMTP_URL: url(/^smtps?$/, 'an SMTP address, such as smtp://user:password@host:587').optional(),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(3000),
  PUBLIC_URL: url(/^https?$/, httpOrigin)
    .refine((value) => URL.parse(value)?.pathname === '/' && !/[?#]/.test(value), { error: httpOrigin })
    .transform((value) => new URL(value).origin)
    .optional(),
  GATEHOUSE_DATA: z.string().optional(),
  MAIL_FROM: z.email({ error: 'one email address, such as gatehouse@pmo.example' }).default('gatehouse@pmo.example'),
  MAIL_DOMAINS: z
    .string()
    .transform((value) => value.split(',').map((domain) => domain.trim().toLowerCase()))
    .refine((list) => list.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), { error: domains })
    .optional(),
  DWELL_MS: number(0, 600_000, 'a whole number of milliseconds from 0 to 600000').default(2_000),
  VISITOR_ADDRESS_DAYS: number(1, 365, 'a whole number of days from 1 to 365').default(90),
  CLOSED_DAYS: z
    .string()
    .transform((value) => value.split(',').map((each) => each.trim()))
    .refine((list) => list.every((each) => z.iso.date().safeParse(each).success), { error: days })
    .default([]),
  LOG_LEVEL: z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('info'),
  POSTGRES_PORT: port.default(54_320),
  MAILBOX_PORT: port.default(1080),
  MAILBOX_URL: url(/^https?$/, 'the web address of the development mailbox').optional(),
  TEMPORAL_UI_URL: url(/^https?$/, "the web address of Temporal's own pages").optional(),
  MAILBOX_SMTP_PORT: port.default(1025),
  NODE_ENV: z.string().optional(),
})

/** Variables whose value may hold a password and is never repeated in a message. */
const secret = new Set(['DATABASE_URL', 'SMTP_URL'])

/** What `npm start` reads: a service without an address is started embedded. */
export type StartEnvironment = {
  databaseUrl?: string | undefined
  smtpUrl?: string | undefined
  /** A loopback address until sign-in exists. */
  apiHost: string
  /** 0 for any free port. */
  apiPort: number
  /** Origin of every link in mail and on pages, without a slash at its end; fixed here, never taken from a request. */
  publicUrl: string
  /** Folder of the key file and of papers; `.gatehouse` in the project unless set. */
  dataFolder?: string | undefined
  mailFrom: string
  /** Domains mail may be sent to; any when absent. */
  mailDomains?: string[] | undefined
  /** The least time between showing a decision form and accepting its answer. */
  dwellMs: number
  /** How long the network address a visit to a decision link came from is kept, in days. */
  visitorAddressDays: number
  /** Days that are no working days for anybody, besides the bank holidays this release knows. */
  closedDays: string[]
  logLevel: (typeof logLevels)[number]
  postgresPort: number
  mailboxPort: number
  mailboxSmtpPort: number
  /** Pages of the development services, linked from ours. */
  mailboxUrl?: string | undefined
  temporalUiUrl?: string | undefined
}

/** What the worker and the API read: every address and the data folder are there. */
export type Environment = StartEnvironment & { databaseUrl: string; smtpUrl: string; dataFolder: string }

/**
 * The settings that are not Temporal's, for `npm start`. An empty variable counts as not set.
 * Throws SettingsError naming each wrong variable and what was expected, or why the API may not start like this.
 */
export function loadStartEnvironment(env: NodeJS.ProcessEnv): StartEnvironment {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(set)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0])
      const found = secret.has(variable) ? '' : `, found ${JSON.stringify(set[variable])}`
      return `${variable} in the environment: expected ${issue.message}${found}.`
    })
    throw new SettingsError([...new Set(problems)])
  }
  const read = parsed.data
  refuseOpenApi(read.NODE_ENV, read.API_HOST)
  return {
    databaseUrl: read.DATABASE_URL,
    smtpUrl: read.SMTP_URL,
    apiHost: read.API_HOST,
    apiPort: read.API_PORT,
    publicUrl: read.PUBLIC_URL ?? `http://localhost:${read.API_PORT}`,
    dataFolder: read.GATEHOUSE_DATA,
    mailFrom: read.MAIL_FROM,
    mailDomains: read.MAIL_DOMAINS,
    dwellMs: read.DWELL_MS,
    visitorAddressDays: read.VISITOR_ADDRESS_DAYS,
    closedDays: read.CLOSED_DAYS,
    logLevel: read.LOG_LEVEL,
    postgresPort: read.POSTGRES_PORT,
    mailboxPort: read.MAILBOX_PORT,
    mailboxSmtpPort: read.MAILBOX_SMTP_PORT,
    mailboxUrl: read.MAILBOX_URL,
    temporalUiUrl: read.TEMPORAL_UI_URL,
  }
}

/**
 * The settings that are not Temporal's, for the worker and the API, which need the address of every service.
 * Throws SettingsError as loadStartEnvironment does, and for each address that is missing.
 */
export function loadEnvironment(env: NodeJS.ProcessEnv): Environment {
  const { databaseUrl, smtpUrl, dataFolder, ...rest } = loadStartEnvironment(env)
  if (databaseUrl !== undefined && smtpUrl !== undefined && dataFolder !== undefined) {
    return { ...rest, databaseUrl, smtpUrl, dataFolder }
  }
  const missing = [
    databaseUrl === undefined && 'DATABASE_URL is not set: expected the address of the PostgreSQL database.',
    smtpUrl === undefined && 'SMTP_URL is not set: expected the address of the mail server.',
    dataFolder === undefined && 'GATEHOUSE_DATA is not set: expected the folder of the key file and the papers.',
  ].filter((problem) => problem !== false)
  throw new SettingsError([...missing, '"npm start" sets these by itself.'])
}

/** Pages that act have no sign-in yet, so nobody outside this machine may reach them. */
function refuseOpenApi(nodeEnv: string | undefined, host: string): void {
  const reason = 'Gatehouse has no sign-in yet, so whoever reaches its pages could act as anybody.'
  if (nodeEnv === 'production') {
    throw new SettingsError([`NODE_ENV is production, and Gatehouse does not start there. ${reason}`])
  }
  if (!/^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)) {
    throw new SettingsError([
      `API_HOST in the environment: expected a loopback address such as 127.0.0.1, found ${JSON.stringify(host)}. ${reason}`,
    ])
  }
}
