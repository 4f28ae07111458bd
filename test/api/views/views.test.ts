import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainErrorPage } from '../../../api/error-page.ts'
import { showErrorsAsPages } from '../../../api/views/problems.ts'
import { registerViews, type Page } from '../../../api/views/views.ts'

const app = Fastify()
const page: Page = {
  title: '<script>alert(1)</script>',
  marking: 'OFFICIAL-SENSITIVE',
  rehearsal: true,
  developmentOnly: true,
  hasErrors: true,
  footerLinks: [{ href: '/x', text: 'Mailbox' }],
}

beforeAll(async () => {
  await registerViews(app)
  app.get('/page', (_request, reply) => reply.view('problem.njk', { page, sentences: ['"><img src=x onerror=1>'] }))
  app.get('/member', (_request, reply) => reply.view('problem.njk', { page: { title: 'Decide', forMember: true } }))
  app.decorate('errorPage', { show: plainErrorPage })
  showErrorsAsPages(app)
  app.get('/initiatives/:kind', async (request, reply) => {
    const kind = request.url.split('/').at(-1) ?? ''
    const problem = {
      type: `urn:gatehouse:problem:${kind}`,
      title: 'Too large',
      status: 500,
      detail: 'At most 64 KB.',
      errors: [],
    }
    reply.type('text/html')
    return app.errorPage.show(problem, request, reply)
  })
})
afterAll(() => app.close())

const html = async (url: string) => (await app.inject(url)).body

describe('the frame of a page', () => {
  it.each([
    [
      'names the page, that it has errors and that it is a rehearsal',
      '<title>Error: &lt;script&gt;alert(1)&lt;/script&gt; (rehearsal) – Gatehouse</title>',
    ],
    ['is in British English', '<html lang="en-GB"'],
    ['shows the marking', '<span class="govuk-visually-hidden">Marking: </span>OFFICIAL-SENSITIVE'],
    ['says that it is a rehearsal', 'Nothing on this page decides anything real.'],
    ['says that acting is for development only', 'There is no sign-in yet'],
    ['lets the keyboard skip to the content', 'href="#main-content"'],
    ['escapes what people typed', '&quot;&gt;&lt;img src=x onerror=1&gt;'],
    [
      'links to what runs beside it in development',
      '<a class="govuk-link govuk-link--no-visited-state" href="/x">Mailbox</a>',
    ],
  ])('%s', async (_fact, expected) => {
    expect(await html('/page')).toContain(expected)
  })

  it('runs no script, carries no crown and leads a member to no other initiative', async () => {
    expect(await html('/page')).not.toContain('<script')
    expect(await html('/page')).not.toMatch(/crown|gov\.uk/i)
    expect(await html('/member')).not.toContain('href="/"')
  })

  it.each([
    ['unknown-initiative', 'The record holds no initiative at this address.'],
    ['not-found', 'If you typed the address, check it.'],
    ['record-unreachable', 'Nothing is lost: what was decided'],
    ['failed', 'Nothing that was recorded is lost.'],
    ['too-large', 'At most 64 KB.'],
  ])('says in plain words what is the matter: %s', async (kind, expected) => {
    expect(await html(`/initiatives/${kind}`)).toContain(expected)
  })
})

describe('what a page loads', () => {
  it('comes by the hash of its content and may be kept for a year', async () => {
    const address = /href="(\/assets\/gatehouse-\w+\.css)"/.exec(await html('/page'))?.[1]
    const { headers, statusCode, body } = await app.inject(address ?? '')
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/css; charset=utf-8',
      'public, max-age=31536000, immutable',
    ])
    expect(/GDS Transport|@font-face|crest/.exec(body)).toBeNull()
  })

  it.each([
    ['the images the stylesheet asks for', '/assets/images/icon-progress-tick.svg', 200],
    ['not the crown', '/assets/images/govuk-crest.svg', 404],
    ['not what lies above', '/assets/images/..%2f..%2ftemplate.njk', 404],
    ['not the typeface of gov.uk', '/assets/fonts/light-94a07e06a1-v2.woff2', 404],
  ])('is %s', async (_fact, url, code) => {
    expect((await app.inject(url)).statusCode).toBe(code)
  })
})
