import { seatIds, type OtherCommand } from '../lifecycle.ts'

const organisations = seatIds.map((organisationId) => ({ organisationId, name: `${organisationId} police` }))

/** What each command says, with words about as long as people write. */
export const contentOf = (command: OtherCommand, initiativeId: string): object => {
  switch (command) {
    case 'create':
      return {
        initiativeId,
        title: 'A single vetting unit for three forces',
        reference: initiativeId,
        organisations,
        plan: { id: 'bench', version: 1 },
        changeTeam: { title: 'Vetting change team' },
        entry: { stage: 'outlineBusinessCase', provenance: { certainty: 'recorded' } },
        tranches: [{ trancheId: 'all-forces', title: 'All three forces' }],
      }
    case 'submit':
      return {
        proposal: {
          ask: 'decide',
          asks: 'approve the business case for a single vetting unit serving the three forces',
          authorises: 'Work on the next stage, within the budget agreed for it.',
          doesNotAuthorise: 'Any contract, and any change to the terms of staff.',
          recommendation:
            'Option 3, one unit at one site, has the lowest cost over ten years and keeps local decisions local.',
          risks: ['Staff leave before the move.', 'The case system of one force is replaced in the same year.'],
          money: { costFromPence: 48_000_000, savings: [{ year: '2028/29', savingPence: 21_500_000 }] },
        },
      }
    case 'answerPoint':
      return { pointId: 's1b1p1', answer: 'Table 3 of the financial case now shows the saving of each force by year.' }
    case 'openConsultation':
      return { cohortId: 'vetting-staff', title: 'Vetting staff of the three forces' }
    case 'closeConsultation':
      return { cohortId: 'vetting-staff', summary: 'Forty responses; the site was changed because of what they said.' }
    case 'confirmReadiness':
      return { trancheId: 'all-forces', statement: 'Go: staff trained, data moved, and the way back tested.' }
    case 'goLive':
      return { trancheId: 'all-forces', kind: 'full' }
    case 'close':
      return { report: 'Delivered. Vetting takes nine days instead of twenty-one, and the saving is as forecast.' }
  }
}

/** Why the papers are sent back, the one point the next round must answer. */
export const pointRaised = 'Show the saving of each force by year before this comes back.'
