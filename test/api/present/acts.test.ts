import { expect, it } from 'vitest'
import { actsOf } from '../../../api/present/acts.ts'
import { aPlan } from '../../support/case.ts'
import { play, start } from '../../support/play.ts'

it('papers can be sent from the page whatever the plan asks of its boards, and whoever the papers are for', () => {
  const { gates } = aPlan()
  const boards = [
    { board: 'finance', ask: 'support', decideWithin: 'P5D', assurance: 'B' },
    { board: 'chiefs', decideWithin: 'P10D', together: true, assurance: 'B' },
  ]
  const evidence = [{ id: 'case', title: 'Business case' }]
  const plan = aPlan({ gates: { ...gates, outlineBusinessCase: { boards, evidence } } })
  const paper = {
    sha256: 'a'.repeat(64),
    title: 'Posts at risk',
    version: '1.0',
    marking: 'OFFICIAL' as const,
    mediaType: 'application/pdf',
    sizeBytes: 1,
    readers: { seatIds: ['kent'], organisationIds: [] },
  }
  const { caseFile, refusals } = play([{ type: 'evidenceProvided', evidenceId: 'case', paper }], { plan })
  expect(refusals).toEqual([])
  const submit = actsOf(caseFile, start + 60_000).all.find(({ name }) => name === 'submit')
  expect(submit?.why).toBeUndefined()
  expect(submit?.href).toContain('/acts/submit')
})
