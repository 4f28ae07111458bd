import type { FastifyInstance } from 'fastify'
import { parse } from 'node-html-parser'

export const ownOrigin = { origin: 'http://127.0.0.1:3000' }

/** Fills in the form of a page as a person would and presses its button. */
export const pressForm = async (
  app: FastifyInstance,
  url: string,
  typed: Record<string, string>,
  headers: Record<string, string> = ownOrigin,
) => {
  const { body } = await app.inject(url)
  const form = parse(body).querySelector('form[method=post]')
  const hidden =
    form
      ?.querySelectorAll('input[type=hidden]')
      .map((each): [string, string] => [each.getAttribute('name') ?? '', each.getAttribute('value') ?? '']) ?? []
  const payload = new URLSearchParams({ ...Object.fromEntries<string>(hidden), role: 'PMO', ...typed }).toString()
  return app.inject({
    method: 'POST',
    url: form?.getAttribute('action') ?? url,
    payload,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
}
