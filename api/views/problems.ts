import type { FastifyReply } from 'fastify'
import type { Page } from './views.ts'

/** What a person is told when there is nothing to show. `behind`: the record cannot be read now; `fault`: our own mistake. */
export type Problem =
  'unknownPage' | 'unknownInitiative' | 'behind' | 'refusedOrigin' | 'tooLarge' | 'tooMany' | 'fault'

const problems: Record<Problem, { code: number; title: string; sentences: string[] }> = {
  unknownPage: {
    code: 404,
    title: 'There is no such page',
    sentences: ['If you typed the address, check it. If you followed a link, the page may have moved.'],
  },
  unknownInitiative: {
    code: 404,
    title: 'There is no such initiative',
    sentences: [
      'The record holds no initiative at this address.',
      'One that was begun a moment ago is shown as soon as its first entry is recorded: try again shortly.',
    ],
  },
  behind: {
    code: 503,
    title: 'The record cannot be read at the moment',
    sentences: [
      'Nothing is lost: what was decided or asked for is kept and appears here as soon as the record can be read again.',
      'Try again in a few minutes.',
    ],
  },
  refusedOrigin: {
    code: 403,
    title: 'That was not recorded',
    sentences: ['The form was not sent from one of Gatehouse’s own pages. Open the page again and send it from there.'],
  },
  tooLarge: {
    code: 413,
    title: 'That was too large, and was not recorded',
    sentences: ['A paper may be up to 25 MB, and a text up to 4,000 characters.'],
  },
  tooMany: {
    code: 429,
    title: 'Too many requests',
    sentences: ['Wait a minute, then try again. Nothing that was recorded before is affected.'],
  },
  fault: {
    code: 500,
    title: 'Something went wrong on our side',
    sentences: [
      'Nothing you had recorded is lost. Try again; if it happens again, tell whoever looks after Gatehouse.',
    ],
  },
}

/** Answers with a page that says in plain words what is the matter, with the status code that belongs to it. */
export const showProblem = (
  reply: FastifyReply,
  problem: Problem,
  { reference, ...page }: Omit<Page, 'title'> & { reference?: string } = {},
) => {
  const { code, title, sentences } = problems[problem]
  if (code === 503) void reply.header('retry-after', '30')
  return reply.code(code).view('problem.njk', { page: { ...page, title } satisfies Page, sentences, reference })
}
