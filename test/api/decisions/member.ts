import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { parse, type HTMLElement } from 'node-html-parser'
import { CookieJar } from 'tough-cookie'

/** A page as a member has it before them. */
export type ShownPage = {
  status: number
  path: string
  headers: LightMyRequestResponse['headers']
  /** What can be read, in one line. */
  text: string
  html: HTMLElement
}

type Fields = Record<string, string | string[]>

/**
 * Somebody with a browser that runs no scripts: keeps cookies, follows redirects, fills in forms as they stand on the page.
 * Cookies are kept as a browser on localhost keeps them, so `__Host-` and `Secure` count.
 */
export const aMember = (app: FastifyInstance, publicUrl: string) => {
  const jar = new CookieJar()
  const origin = new URL(publicUrl).origin

  const request = async (options: InjectOptions & { url: string }): Promise<LightMyRequestResponse> => {
    const cookie = await jar.getCookieString(`https://localhost${options.url}`)
    const response = await app.inject({
      ...options,
      headers: { ...(cookie ? { cookie } : {}), ...options.headers },
    })
    for (const line of [response.headers['set-cookie'] ?? []].flat())
      await jar.setCookie(line, `https://localhost${options.url}`)
    return response
  }

  const shown = async (response: LightMyRequestResponse, path: string): Promise<ShownPage> => {
    const { location } = response.headers
    if (response.statusCode >= 300 && response.statusCode < 400 && location)
      return shown(await request({ method: 'GET', url: location }), location)
    const html = parse(response.body)
    const text = html.querySelector('main')?.structuredText ?? html.structuredText
    return {
      status: response.statusCode,
      path,
      headers: response.headers,
      text: text.replace(/\s+/g, ' ').trim(),
      html,
    }
  }

  const open = async (path: string) => shown(await request({ method: 'GET', url: path }), path)

  const send = async (path: string, fields: Fields, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value]),
      ),
    )
    const response = await request({
      method: 'POST',
      url: path,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: body.toString(),
    })
    return shown(response, path)
  }

  return { jar, open, send, request }
}
export type Member = ReturnType<typeof aMember>

/** The fields of a page's form as they stand: what a person would send by pressing the button without touching anything. */
export const fieldsOf = ({ html }: ShownPage): Fields => {
  const fields: Record<string, string[]> = {}
  const add = (name: string | undefined, value: string) => {
    if (name) fields[name] = [...(fields[name] ?? []), value]
  }
  for (const input of html.querySelectorAll('form input')) {
    const isUnchosen = input.getAttribute('type') === 'radio' && !input.hasAttribute('checked')
    if (!isUnchosen) add(input.getAttribute('name'), input.getAttribute('value') ?? '')
  }
  for (const area of html.querySelectorAll('form textarea')) add(area.getAttribute('name'), area.text)
  return fields
}

/** The number the page asks a person to type. */
export const numberOn = ({ html }: ShownPage): string => html.querySelector('.gh-number__shown strong')?.text ?? ''

/** The form of a page filled in by a person. */
export const filledIn = (page: ShownPage, fields: Fields = {}): Fields => ({
  ...fieldsOf(page),
  choice: 'approve',
  'typed-number': numberOn(page),
  ...(fields['choice'] === 'abstain' ? { reason: 'I am new to this.' } : {}),
  ...fields,
})

export const actionOf = ({ html }: ShownPage): string => html.querySelector('form')?.getAttribute('action') ?? ''

/** Presses the button of a page, having filled in its form. */
export const press = (member: Member, page: ShownPage, fields: Fields = {}, headers: Record<string, string> = {}) =>
  member.send(actionOf(page), filledIn(page, fields), headers)
