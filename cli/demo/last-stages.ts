import { deputies, each, paper, type Rehearsal } from './rehearsal.ts'

/** The condition is met first; then two roll-out tranches, one of them in the interim before it is full. */
export const goLive = async ({ team, narrator, now, submit, boardDecides, outcome }: Rehearsal) => {
  narrator.step('Go-live')
  const [condition] = (await now()).context.conditions
  if (!condition) throw new Error('The condition of the approval is not on record.')
  const acceptedBy = condition.mayDischarge ?? 'Chief Constable, Cambridgeshire Constabulary'
  const evidence = 'The data protection impact assessment, version 1, rehearsed.'
  await team.act('dischargeCondition', { conditionId: condition.conditionId, evidence, acceptedBy })
  narrator.say(`The condition “${condition.text}” is met, accepted by ${acceptedBy}.`)
  const tranches = [
    { trancheId: 'essex-kent', title: 'Essex and Kent' },
    { trancheId: 'other-five', title: 'The other five forces' },
  ]
  for (const tranche of tranches) await team.act('planTranche', tranche)
  await team.provide('readiness-statement', 'Readiness statement', '1', paper('Every force is ready.'))
  await submit({
    ask: 'decide',
    asks: 'decide that the single vetting unit goes live',
    authorises: 'Going live in two roll-out tranches, the first of them in the interim at first.',
  })
  await boardDecides(each(deputies('essex', 'kent', 'norfolk', 'hertfordshire'), { choice: 'Approve' }))
  await outcome('approved')

  const tooSoon = await team.refusalOf('goLive', { trancheId: 'essex-kent', kind: 'interim' })
  narrator.say(`Going live before anybody has said that it is ready is refused: ${tooSoon}`)
  for (const { trancheId, title } of tranches) {
    await team.act('confirmReadiness', { trancheId, statement: `${title}: ready, rehearsed.` })
    if (trancheId === 'essex-kent') {
      await team.act('goLive', { trancheId, kind: 'interim', note: 'The old service runs beside it.' })
      narrator.say(`${title}: ready, and live in the interim beside the old service.`)
    }
  }
  for (const { trancheId, title } of tranches) {
    await team.act('goLive', { trancheId, kind: 'full' })
    narrator.say(`${title}: fully live.`)
  }
}

/** The review is accepted, and a closure report ends it. */
export const reviewAndClosure = async ({ team, narrator, now, submit, boardDecides, outcome }: Rehearsal) => {
  narrator.step('Post-implementation review and closure')
  await team.provide(
    'post-implementation-review',
    'Post-implementation review',
    '1',
    paper('What was promised, and what came of it.'),
  )
  await submit({
    ask: 'decide',
    asks: 'accept the post-implementation review',
    authorises: 'Closing the initiative with a closure report.',
  })
  await boardDecides(each(deputies('kent', 'norfolk', 'bedfordshire', 'cambridgeshire'), { choice: 'Approve' }))
  await outcome('approved')
  await team.act('close', { report: 'Rehearsed: the single vetting unit is live in all seven forces.' })
  const { status, context } = await now()
  if (status !== 'done') throw new Error('The initiative is not closed.')
  narrator.say(`The initiative is closed: ${context.closure?.outcome ?? 'closed'}.`)
}
