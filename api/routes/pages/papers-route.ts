import type { FastifyInstance } from 'fastify'
import type { RecordedInitiative } from '../../../activities/ports.ts'
import { papersAtHand } from '../../../machines/room.ts'
import { unknownInitiative } from '../../answers.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'

type Params = { initiativeId: string; sha256: string }

/** The papers an initiative gathers now and those its stakeholders and boards were sent: no other paper is shown under its address. */
const isOfInitiative = ({ state }: RecordedInitiative, sha256: string): boolean => {
  const gathered = Object.values(state.initiative.context.evidence).flatMap((papers) => Object.values(papers))
  const circulated = Object.values(state.circulations ?? {}).flatMap(({ context }) =>
    context.papers.map(({ paper }) => paper),
  )
  const sent = Object.values(state.reviews).flatMap(({ context }) => papersAtHand(context))
  return [...gathered, ...circulated, ...sent].some((paper) => paper.sha256 === sha256)
}

const extensions: Record<string, string> = { 'application/pdf': '.pdf', 'text/html': '.html', 'text/plain': '.txt' }

/** `GET /initiatives/:initiativeId/papers/:sha256`: a paper as it was sent, always to be saved, never run. Development only. */
export const papersRoute = (app: FastifyInstance, { initiatives, papers }: ApiParts): void => {
  app.get<{ Params: Params }>('/initiatives/:initiativeId/papers/:sha256', async ({ params }, reply) => {
    const recorded = await initiatives.find(params.initiativeId)
    if (!recorded) throw unknownInitiative(params.initiativeId)
    const unknown = new Problem(404, 'unknown-paper', 'There is no such paper of this initiative.')
    if (!isOfInitiative(recorded, params.sha256)) throw unknown
    const [paper, bytes] = await Promise.all([papers.find(params.sha256), papers.read(params.sha256)])
    if (!paper || !bytes) throw unknown
    const fileName = encodeURIComponent(`${paper.title}${extensions[paper.mediaType] ?? ''}`)
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${fileName}`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'no-store')
      .type('application/octet-stream')
      .send(bytes)
  })
}
