import type { FastifyInstance } from 'fastify'
import type { ShowError } from '../error-page.ts'
import type { ProblemBody } from '../problems.ts'
import type { Page } from './views.ts'

/** What people are told in place of the words for programs, by kind of problem. */
const plainWords: Record<string, { title: string; sentences: string[] }> = {
  'not-found': {
    title: 'There is no such page',
    sentences: ['If you typed the address, check it. If you followed a link, the page may have moved.'],
  },
  'unknown-initiative': {
    title: 'There is no such initiative',
    sentences: [
      'The record holds no initiative at this address.',
      'One that was begun a moment ago is shown as soon as its first entry is recorded: try again shortly.',
    ],
  },
  'record-unreachable': {
    title: 'The record cannot be read at the moment',
    sentences: [
      'Nothing is lost: what was decided or asked for is kept and appears here as soon as the record can be read again.',
      'Try again in a few minutes.',
    ],
  },
  failed: {
    title: 'Something went wrong on our side',
    sentences: [
      'Nothing that was recorded is lost. Try again; if it happens again, tell whoever looks after Gatehouse.',
    ],
  },
}

/** A problem as a page shows it: title and sentences, in plain words where its kind has them. */
export const inPlainWords = ({ type, title, detail }: Pick<ProblemBody, 'type' | 'title' | 'detail'>) =>
  plainWords[type.slice('urn:gatehouse:problem:'.length)] ?? { title, sentences: [detail] }

/** Pages of the portfolio, of initiatives and of boards' meetings lead back to the portfolio; a member's pages do not. */
const leadsToPortfolio = (url: string) => url === '/' || /^\/(\?|initiatives\b|boards\b)/.test(url)

const errorPage =
  (app: FastifyInstance): ShowError =>
  (problem, { url }) => {
    const { title, sentences } = inPlainWords(problem)
    const page: Page = { title, ...(leadsToPortfolio(url) ? {} : { forMember: true }) }
    return app.view('problem.njk', { page, sentences })
  }

/** Shows the app's errors outside /api as pages in plain words. */
export const showErrorsAsPages = (app: FastifyInstance): void => {
  app.errorPage.show = errorPage(app)
}
