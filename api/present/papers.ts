import { dayInWords } from '../../activities/words/dates.ts'
import { papersInWords, stageInWords } from '../../activities/words/decisions.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { withBoard } from '../../machines/initiative/why-not.ts'
import { tabledPapers } from '../../machines/room.ts'
import type { PaperRef } from '../../machines/vocabulary/submission.ts'

const sizeInWords = (bytes: number) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`

const kinds: Record<string, string> = { 'application/pdf': 'PDF', 'text/html': 'web page', 'text/plain': 'text' }

const shownPaper = (
  initiativeId: string,
  { sha256, title, version, marking, mediaType, sizeBytes, pageCount, readers }: PaperRef,
) => ({
  href: `/initiatives/${initiativeId}/papers/${sha256}`,
  title,
  details: [
    `version ${version}`,
    marking,
    ...(pageCount ? [`${pageCount} ${pageCount === 1 ? 'page' : 'pages'}`] : []),
    kinds[mediaType] ?? mediaType,
    sizeInWords(sizeBytes),
    ...(readers ? ['for named readers'] : []),
  ].join(', '),
})

/** The papers of each round as they went out, the newest first, after what is being gathered for the next. */
export const papersByRound = (state: StoredCase) => {
  const { context } = state.initiative
  const { initiativeId, evidence } = context
  const stage = currentStage(context)
  const gathered = stage && !withBoard(state.initiative) ? evidence[stage] : undefined
  const asked = stage ? context.plan.gates[stage].evidence : []
  const rounds = new Map(
    Object.values(state.reviews)
      .toSorted((a, b) => b.context.openedInstant - a.context.openedInstant)
      .map(({ context: review }) => [
        review.submissionId,
        {
          title: papersInWords({ id: review.submissionId, stage: review.stage, round: review.round }),
          sent: dayInWords(review.openedInstant),
          papers: [
            ...review.papers.map((paper) => shownPaper(initiativeId, paper)),
            ...tabledPapers(review).map((paper) => {
              const shown = shownPaper(initiativeId, paper)
              return { ...shown, details: `tabled at the meeting, ${shown.details}` }
            }),
          ],
        },
      ]),
  )
  return {
    gathering:
      stage && !withBoard(state.initiative) && state.initiative.status === 'active'
        ? {
            title: `${stageInWords(stage)}, round ${context.stages[stage].round}: being prepared`,
            items: asked.map(({ id, title }) => {
              const paper = gathered?.[id]
              return { needed: title, ...(paper ? { paper: shownPaper(initiativeId, paper) } : {}) }
            }),
          }
        : undefined,
    rounds: [...rounds.values()],
  }
}
