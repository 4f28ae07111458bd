import { setTimeout as pause } from 'node:timers/promises'
import { openReview, stageNow } from './case-now.ts'
import { deputies, each, paper, type Rehearsal } from './rehearsal.ts'

const forces = ['essex', 'kent', 'norfolk', 'suffolk', 'bedfordshire', 'hertfordshire', 'cambridgeshire'] as const
const chiefs = forces.map((force) => `chief-constable-${force}`)
const finance = forces.map((force) => `chief-finance-officer-${force}`)

/** Round 1 comes back with two numbered points; round 2 answers both and is approved. */
export const outlineBusinessCase = async (rehearsal: Rehearsal) => {
  const { team, narrator, now, submit, boardDecides, oldLinkSays, outcome } = rehearsal
  narrator.step('Outline business case')
  const proposal = {
    ask: 'decide' as const,
    asks: 'approve the outline business case for a single vetting unit',
    authorises: 'Work on a full business case.',
    doesNotAuthorise: 'Any contract, spending or change to staff.',
    because: 'the chiefs wished to re-visit the business case',
    recommendation: 'Approve.',
  }
  await team.provide('outline-business-case', 'Outline business case', '1', paper('Options for a single vetting unit.'))
  await submit(proposal)
  await boardDecides(each(['chief-constable-kent'], { choice: 'Approve' }))
  await boardDecides({
    'chief-constable-norfolk': {
      choice: 'Send back',
      points: [
        'Say which option each force could leave, and at what notice.',
        'Show how clearances already given are kept.',
      ],
    },
  })
  await outcome('sentBack')

  const refusal = await team.refusalOf('submit', { proposal })
  narrator.say(`The change team tries to send the papers again at once, and is refused: ${refusal}`)
  const { context } = await now()
  for (const [index, { pointId, text }] of context.points.entries()) {
    const answer = `Answered in section ${index + 3} of version 2.`
    await team.act('answerPoint', { pointId, answer })
    narrator.say(`Point ${index + 1}, “${text}”: ${answer}`)
  }
  await team.provide('outline-business-case', 'Outline business case', '2', paper('With the answers to both points.'))
  await submit(proposal)
  narrator.say('Each member is asked again by a new link, and sees both points with their answers.')
  narrator.say(`A link of the first round now says: ${await oldLinkSays('chief-constable-suffolk')}`)
  await boardDecides(each(chiefs.slice(0, 5), { choice: 'Approve' }))
  await outcome('approved')
}

/** An agreement to a next step that is not an approval; then support, and an approval with a condition. */
export const fullBusinessCase = async ({ team, narrator, now, submit, boardDecides, outcome }: Rehearsal) => {
  narrator.step('Full business case')
  await team.provide('full-business-case', 'Full business case', '1', paper('The preferred option.'))
  await team.provide('financial-case', 'Financial case', '1', paper('Savings by force.'))
  await submit(
    {
      ask: 'agreeNextStep',
      asks: 'agree to go to tender for a single IT solution',
      authorises: 'Going to tender for a single IT solution.',
      doesNotAuthorise: 'The full business case, or signing a contract.',
    },
    'seven-chiefs',
  )
  await boardDecides(each(chiefs.slice(1, 6), { choice: 'Agree to the next step' }))
  await outcome('nextStepAgreed')
  if (stageNow(await now()) !== 'fullBusinessCase') throw new Error('An agreed next step must not move the stage.')
  narrator.say('The stage has not moved: it is still at its full business case.')

  await submit({
    ask: 'decide',
    asks: 'approve the full business case for a single vetting unit',
    authorises: 'Consulting staff on a single vetting unit.',
    doesNotAuthorise: 'Go-live.',
    recommendation: 'Approve.',
  })
  await boardDecides(each(finance.slice(0, 4), { choice: 'Support' }))
  narrator.say(
    'The Chief Finance Officers support it and decide nothing themselves; the papers go on to the next board.',
  )
  await boardDecides({
    ...each(chiefs.slice(0, 4), { choice: 'Approve' }),
    'chief-constable-cambridgeshire': {
      choice: 'Approve with conditions',
      conditions: [
        { text: 'A data protection impact assessment is accepted before go-live.', owner: 'Programme Office' },
      ],
    },
  })
  await outcome('approvedWithConditions')
}

/** The minimum period really runs: closing before its end is refused. */
export const consultation = async (rehearsal: Rehearsal) => {
  const { team, narrator, now, submit, boardDecides, outcome } = rehearsal
  narrator.step('Consultation')
  const cohortId = 'vetting-staff'
  await team.act('openConsultation', { cohortId, title: 'Vetting staff of the seven forces' })
  narrator.say('A consultation of the vetting staff is opened.')
  const closing = { cohortId, summary: 'Rehearsed: staff were consulted and every response was considered.' }
  narrator.say(
    `The change team tries to close it at once, and is refused: ${await team.refusalOf('closeConsultation', closing)}`,
  )
  narrator.say('The minimum period runs. Nothing and nobody shortens it.')
  await until(rehearsal, async () => (await now()).consultations[cohortId]?.value !== 'minimumPeriodRunning')
  await team.act('closeConsultation', closing)
  narrator.say('The minimum period has ended, and the consultation is closed with its summary.')
  await team.provide(
    'consultation-outcome',
    'Outcome of the consultation',
    '1',
    paper('What staff said, and what changed.'),
  )
  await submit({
    ask: 'decide',
    asks: 'accept the outcome of the consultation',
    authorises: 'Preparing go-live.',
    doesNotAuthorise: 'Go-live.',
  })
  await quorumDecides(rehearsal)
  await boardDecides(each(['deputy-chief-constable-norfolk'], { choice: 'Approve' }))
  await outcome('approved')
}

/** Three members of seven are too few for a quorum of four: the board waits for more. */
const quorumDecides = async ({ narrator, now, boardDecides }: Rehearsal) => {
  await boardDecides(each(deputies('essex', 'kent', 'bedfordshire'), { choice: 'Approve' }))
  const current = await now()
  if (!openReview(current)) throw new Error('Three of seven members must not settle a quorum of four.')
  narrator.say(
    `Three have agreed and the quorum is four: it waits for ${current.waitingFor.length} members, and silence settles nothing.`,
  )
}

const lookAgainAfterMs = 500
const sayAgainAfterMs = 15_000

/** Waits for what the clock will bring, and says so now and then. */
const until = async ({ narrator }: Rehearsal, came: () => Promise<boolean>) => {
  for (let waitedMs = 0; !(await came()); waitedMs += lookAgainAfterMs) {
    if (waitedMs > 0 && waitedMs % sayAgainAfterMs === 0) narrator.say(`    ${waitedMs / 1000} seconds so far.`)
    await pause(lookAgainAfterMs)
  }
}
