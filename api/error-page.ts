import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProblemBody } from './problems.ts'

/** Answers with an error as a page; status and headers are set already. */
export type ShowError = (problem: ProblemBody, request: FastifyRequest, reply: FastifyReply) => string | Promise<string>

declare module 'fastify' {
  interface FastifyInstance {
    /** How errors outside /api are shown: the pages put their own in place of the plain fallback. */
    errorPage: { show: ShowError }
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The plain page of a process that has no pages of its own. */
export const plainErrorPage: ShowError = ({ title, detail }) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} – Gatehouse</title></head>` +
  `<body><main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p></main></body></html>`
