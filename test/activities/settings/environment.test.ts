import { describe, expect, test } from 'vitest'
import { loadEnvironment, loadStartEnvironment } from '../../../activities/settings/environment.ts'

const services = {
  DATABASE_URL: 'postgresql://gatehouse:hush@127.0.0.1:5432/gatehouse',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  GATEHOUSE_DATA: '/srv/gatehouse',
}

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadEnvironment({ ...services, ...env })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'accepted'
}

describe('the environment', () => {
  test('needs nothing for npm start, which listens on this machine alone', () => {
    expect(loadStartEnvironment({})).toMatchObject({
      databaseUrl: undefined,
      apiHost: '127.0.0.1',
      apiPort: 3000,
      publicUrl: 'http://localhost:3000',
      dwellMs: 2000,
      logLevel: 'info',
    })
  })

  test('gives the worker and the API every address', () => {
    expect(loadEnvironment({ ...services, PUBLIC_URL: 'https://gatehouse.example/', DWELL_MS: '0' })).toMatchObject({
      databaseUrl: services.DATABASE_URL,
      smtpUrl: services.SMTP_URL,
      dataFolder: '/srv/gatehouse',
      publicUrl: 'https://gatehouse.example',
      dwellMs: 0,
    })
  })

  test('names the days that were announced as bank holidays late', () => {
    expect(loadEnvironment({ ...services, CLOSED_DAYS: '2027-06-15, 2027-06-16' }).closedDays).toEqual([
      '2027-06-15',
      '2027-06-16',
    ])
    expect(loadEnvironment(services).closedDays).toEqual([])
  })

  test('says which address is missing', () => {
    expect(refusal({ SMTP_URL: '' })).toBe(
      'SMTP_URL is not set: expected the address of the mail server.\n"npm start" sets these by itself.',
    )
  })

  test.each([
    ['API_PORT', 'eighty', 'expected a port number from 0 (any free port) to 65535, found "eighty".'],
    ['API_PORT', '70000', 'expected a port number'],
    ['PUBLIC_URL', 'gatehouse.example', 'expected the start of a web address'],
    ['PUBLIC_URL', 'https://gatehouse.example/gates', 'without a path'],
    ['SMTP_URL', 'http://mail.example', 'expected an SMTP address'],
    ['MAIL_FROM', 'a@x.example, b@x.example', 'expected one email address'],
    ['MAIL_DOMAINS', 'police.example, not a domain', 'expected domain names separated by commas'],
    ['CLOSED_DAYS', '2027-02-29', 'expected days separated by commas, such as 2022-09-19,2023-05-08'],
    ['DWELL_MS', '-1', 'expected a whole number of milliseconds'],
    ['LOG_LEVEL', 'loud', 'expected one of fatal, error'],
  ])('refuses %s=%s', (variable, value, words) => {
    const answer = refusal({ [variable]: value })
    expect(answer).toContain(`${variable} in the environment: `)
    expect(answer).toContain(words)
  })

  test('never repeats a password', () => {
    const answer = refusal({ DATABASE_URL: 'mysql://root:hush@db.example/gatehouse' })
    expect(answer).toContain('DATABASE_URL in the environment: expected a PostgreSQL address')
    expect(answer).not.toContain('root:hush')
  })
})

describe('until sign-in exists the API stays on this machine', () => {
  test('it does not start with NODE_ENV=production', () => {
    expect(refusal({ NODE_ENV: 'production' })).toContain('Gatehouse has no sign-in yet')
  })

  test.each(['0.0.0.0', '192.168.1.4', '::', 'gatehouse.example', '127.0.0.1.example'])(
    'it does not listen on %s',
    (host) => {
      expect(refusal({ API_HOST: host })).toContain('expected a loopback address such as 127.0.0.1')
    },
  )

  test.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('it may listen on %s', (host) => {
    expect(refusal({ API_HOST: host })).toBe('accepted')
  })
})
