import { describe, expect, it } from 'vitest'
import { commentsDueInstantOf, countsOf, papersOfComment } from '../../machines/circulation/context.ts'
import { commentsAtMost } from '../../machines/circulation/why-not.ts'
import { deadlinesOf, type CaseFile } from '../../machines/case-file.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { hashOf } from '../../workflows/chain.ts'
import {
  answered,
  circulated,
  circulationClosed,
  commented,
  fiveCases,
  hasNoComment,
  paperAdded,
  planWithFiveCases,
} from '../support/circulation.ts'
import { dayLong, passes, play, start, submitted, throughJson, type Moment } from '../support/play.ts'

const prepared = fiveCases.map(({ id }) => paperAdded(id))
const playPrepared = (events: readonly Moment[]) => play([...prepared, ...events], { plan: planWithFiveCases })
const batch = ({ circulations }: CaseFile, id = 'first') => circulations[id]

/** What the last of these events was refused with, or that nothing was. */
const lastRefusal = (events: readonly Moment[]) => playPrepared(events).refusals.at(-1)

describe('papers before stakeholders', () => {
  it.each<[string, Moment[], unknown]>([
    ['take comments while they are open', [circulated(), commented('finance')], { open: 'inTime' }],
    [
      'stay open, late, once the date for comments has passed',
      [circulated(), passes('circulation', 'first', 'comments')],
      { open: 'late' },
    ],
    [
      'take a late comment all the same',
      [circulated(), passes('circulation', 'first', 'comments'), commented('legal')],
      { open: 'late' },
    ],
    [
      'are closed once everybody has answered and somebody closes them',
      [circulated(), hasNoComment('finance'), hasNoComment('legal'), circulationClosed()],
      'closed',
    ],
    [
      'owe answers after they are closed to comments',
      [circulated(), commented('finance'), hasNoComment('legal'), circulationClosed()],
      'answersOwed',
    ],
    [
      'are done with once the last comment is answered',
      [circulated(), commented('finance'), hasNoComment('legal'), circulationClosed(), answered()],
      'closed',
    ],
    ['end with their initiative', [circulated(), { type: 'withdrawn', reason: 'Merged.' }], 'closed'],
  ])('%s', (_fact, events, expected) => {
    expect(batch(playPrepared(events).caseFile)?.value).toEqual(expected)
  })

  it.each<[string, Moment[], string | undefined]>([
    [
      'a paper nobody has added yet',
      [{ type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'Done before.' }, circulated()],
      'PaperMissing: Add these papers first: Strategic case.',
    ],
    [
      'a paper the gate does not ask for',
      [circulated({ evidenceIds: ['poem'] })],
      'UnknownEvidence: evidenceIds: this gate asks for strategic, economic, commercial, financial, management, not poem.',
    ],
    [
      'the same batch twice',
      [circulated(), circulated()],
      'KnownCirculation: circulationId: first is circulated already.',
    ],
    [
      'a date for comments that has passed',
      [circulated({ commentByInstant: start })],
      'DateNeeded: commentByInstant: comments need a date that has not passed.',
    ],
    [
      'answers before comments',
      [circulated({ commentByInstant: start + 2 * dayLong, answerByInstant: start + dayLong })],
      'DateNeeded: answerByInstant: answers cannot be due before the comments are.',
    ],
    [
      'papers that are with a board',
      [submitted(), circulated()],
      'NotPossibleNow: This is not possible because the papers of the outline business case are with the board.',
    ],
    [
      'anything while the initiative is on hold',
      [{ type: 'held', reason: 'inspection' }, circulated()],
      'NotPossibleNow: This is not possible because the initiative is on hold.',
    ],
    [
      'a comment of somebody who was not asked',
      [circulated(), commented('unison')],
      'NotAStakeholder: Only somebody these papers were circulated to can comment on them.',
    ],
    [
      'a comment on papers that were never circulated',
      [commented('finance')],
      'UnknownCirculation: circulationId: there is no circulation first.',
    ],
    [
      'a comment on a paper of another batch',
      [circulated(), commented('finance', { evidenceId: 'economic' })],
      'UnknownEvidence: evidenceId: economic is not among the papers of this batch.',
    ],
    [
      'a comment on an edition nobody has seen',
      [circulated(), commented('finance', { edition: 2 })],
      'UnknownEdition: edition: the papers are at edition 1.',
    ],
    [
      'a comment on top of one its page did not know',
      [circulated(), commented('finance'), commented('finance')],
      'OtherComment: madeBefore: the form must be the one served after 1 comments, the number recorded.',
    ],
    [
      'no comment from somebody who has commented',
      [circulated(), commented('finance'), hasNoComment('finance')],
      'AlreadyAnswered: What you think of these papers is recorded already.',
    ],
    [
      'nothing of a comment after having none',
      [circulated(), hasNoComment('finance'), commented('finance')],
      undefined,
    ],
    [
      'a comment while the initiative is on hold',
      [circulated(), { type: 'held', reason: 'inspection' }, commented('finance')],
      'OnHold: This initiative is on hold. Your link works again when it resumes.',
    ],
    [
      'a comment after they are closed',
      [circulated(), circulationClosed('first', 'The Summit was brought forward.'), commented('finance')],
      'CirculationClosed: The circulation of batch 1 (Strategic case) is closed and takes no more comments.',
    ],
    [
      'an answer to no comment',
      [circulated(), answered(1)],
      'UnknownComment: commentNumber: batch 1 (Strategic case) has no comment 1.',
    ],
    [
      'a second answer',
      [circulated(), commented('finance'), answered(), answered()],
      'AlreadyAnswered: commentNumber: comment 1 has been answered.',
    ],
    [
      'closing before the date without a reason while somebody is silent',
      [circulated(), commented('finance'), circulationClosed()],
      'ReasonNeeded: reason: comments are not due yet, and these have not answered: Head of Legal Services (Essex Police). Say why it is closed before its date.',
    ],
    [
      'nothing of closing late, whoever is silent',
      [circulated(), passes('circulation', 'first', 'comments'), circulationClosed()],
      undefined,
    ],
    [
      'leaving the stage while they are open',
      [circulated(), { type: 'stageNotRequired', stage: 'outlineBusinessCase', reason: 'Done before.' }],
      'CirculationOpen: Close these circulations first: batch 1 (Strategic case).',
    ],
  ])('refuse %s', (_fact, events, expected) => {
    expect(lastRefusal(events)).toBe(expected)
  })

  it('take so much from one stakeholder and in all, so that no link can fill a record', () => {
    const many = Array.from({ length: commentsAtMost.eachStakeholder + 1 }, (_, madeBefore) =>
      commented('finance', { madeBefore }),
    )
    expect(lastRefusal([circulated(), ...many])).toMatch(/^TooManyComments: /)
    const long = ['finance', 'legal'].flatMap((id) =>
      Array.from({ length: 8 }, (_, madeBefore) => commented(id, { madeBefore, text: 'x'.repeat(4_000) })),
    )
    const { caseFile, refusals } = playPrepared([circulated(), ...long])
    expect(batch(caseFile)?.context.comments).toHaveLength(15)
    expect(refusals).toHaveLength(1)
  })
})

describe('papers go to the board only when stakeholders have been heard', () => {
  it.each<[string, Moment[], string | undefined]>([
    [
      'not while a batch is open',
      [circulated(), submitted()],
      'CirculationOpen: These papers are still before stakeholders: close batch 1 (Strategic case) first.',
    ],
    [
      'not while a comment is unanswered, named with who made it',
      [circulated(), commented('finance'), circulationClosed('first', 'The Summit.'), submitted()],
      'CommentsUnanswered: Every comment must be answered first: comment 1 of Chief Finance Officer (Kent Police) on batch 1 (Strategic case).',
    ],
    [
      'both are said at once',
      [
        circulated(),
        commented('finance'),
        circulationClosed('first', 'The Summit.'),
        circulated({ circulationId: 'second', title: 'Economic case', evidenceIds: ['economic'] }),
        submitted(),
      ],
      'CirculationOpen: These papers are still before stakeholders: close batch 2 (Economic case) first. ' +
        'Every comment must be answered first: comment 1 of Chief Finance Officer (Kent Police) on batch 1 (Strategic case).',
    ],
    [
      'as soon as every comment is answered',
      [circulated(), commented('finance'), circulationClosed('first', 'The Summit.'), answered(), submitted()],
      undefined,
    ],
  ])('%s', (_fact, events, expected) => {
    expect(lastRefusal(events)).toBe(expected)
  })

  it('and are frozen with what the comments changed', () => {
    const { caseFile, refusals } = playPrepared([
      circulated(),
      commented('finance'),
      paperAdded('strategic', '0.2'),
      answered(),
      circulationClosed('first', 'The Summit.'),
      submitted(),
      paperAdded('strategic', '0.3'),
    ])
    expect(caseFile.initiative.context.submission?.papers[0]?.version).toBe('0.2')
    expect(refusals).toEqual(['PapersFrozen: The papers are with the board and frozen; withdraw them to change them.'])
  })
})

describe('a comment', () => {
  it('is numbered through the batch, and says which version of which paper it is on', () => {
    const { caseFile } = playPrepared([
      circulated({ evidenceIds: ['strategic', 'economic'] }),
      commented('finance', { evidenceId: 'economic', where: 'page 12' }),
      paperAdded('economic', '0.2'),
      paperAdded('economic', '0.2'),
      commented('legal', { edition: 1 }),
      commented('finance', { madeBefore: 1, edition: 2, evidenceId: 'economic' }),
    ])
    const context = batch(caseFile)?.context
    const versions = context?.comments.map((comment) => [
      comment.number,
      ...papersOfComment(context, comment).map(({ paper }) => `${paper.title} ${paper.version}`),
    ])
    expect(versions).toEqual([
      [1, 'Economic case 0.1'],
      [2, 'Strategic case 0.1', 'Economic case 0.1'],
      [3, 'Economic case 0.2'],
    ])
    expect(context && countsOf(context)).toEqual({ stakeholders: 2, comments: 3, changed: 0, noComments: 0 })
  })
})

describe('the dates of a circulation', () => {
  const dated = circulated({
    commentByInstant: start + 10 * dayLong,
    answerByInstant: start + 15 * dayLong,
    reminderInstants: [start + 8 * dayLong],
  })

  it('are data, and all move with a hold', () => {
    const { caseFile } = playPrepared([
      dated,
      { type: 'held', reason: 'inspection', atInstant: start + dayLong },
      { type: 'resumed', atInstant: start + 3 * dayLong },
    ])
    expect(deadlinesOf(caseFile).map(({ name, atInstant }) => [name, (atInstant - start) / dayLong])).toEqual([
      ['reminder-1', 10],
      ['comments', 12],
      ['answers', 17],
    ])
    const context = batch(caseFile)?.context
    expect(context && commentsDueInstantOf(context)).toBe(start + 12 * dayLong)
  })

  it('are gone with the circulation, and no hold counts against anybody', () => {
    const held = playPrepared([dated, { type: 'held', reason: 'inspection' }])
    expect(deadlinesOf(held.caseFile)).toEqual([])
    const closed = playPrepared([dated, hasNoComment('finance'), hasNoComment('legal'), circulationClosed()])
    expect(deadlinesOf(closed.caseFile)).toEqual([])
    expect(batch(closed.caseFile)?.context.closed).toBeDefined()
  })
})

describe('an initiative with papers before stakeholders waits for', () => {
  const dated = (overrides: Parameters<typeof circulated>[0] = {}) =>
    circulated({ commentByInstant: start + 10 * dayLong, answerByInstant: start + 15 * dayLong, ...overrides })
  const waits = (events: readonly Moment[]) =>
    waitingFor(playPrepared(events).caseFile, []).map(
      ({ whom, what, dueInstant = start, overdue }) =>
        `${whom.title} to ${what}, day ${Math.round((dueInstant - start) / dayLong)}${overdue ? ', overdue' : ''}`,
    )

  it.each<[string, Moment[], string[]]>([
    [
      'each stakeholder who has said nothing yet',
      [dated(), hasNoComment('legal')],
      ['Chief Finance Officer (Kent Police) to comment on batch 1 (Strategic case), day 10'],
    ],
    [
      'the change team to answer each comment, and the stakeholders who are late',
      [
        dated(),
        commented('finance'),
        commented('finance', { madeBefore: 1 }),
        commented('finance', { madeBefore: 2 }),
        answered(2),
        passes('circulation', 'first', 'comments'),
      ],
      [
        'Head of Legal Services (Essex Police) to comment on batch 1 (Strategic case), day 10, overdue',
        'Change team to answer comments 1 and 3 on batch 1 (Strategic case), day 15',
        'Change team to close the circulation of batch 1 (Strategic case), day 0, overdue',
      ],
    ],
    [
      'the change team to close it once everybody has answered',
      [dated(), hasNoComment('finance'), hasNoComment('legal')],
      ['Change team to close the circulation of batch 1 (Strategic case), day 0'],
    ],
    [
      'answers that are late, after it is closed',
      [
        dated(),
        commented('finance'),
        circulationClosed('first', 'The Summit.'),
        passes('circulation', 'first', 'answers'),
      ],
      ['Change team to answer comment 1 on batch 1 (Strategic case), day 15, overdue'],
    ],
    [
      'nobody about it once it is done with',
      [dated(), hasNoComment('finance'), hasNoComment('legal'), circulationClosed()],
      ['Change team to send the papers of the outline business case to the board, day 0'],
    ],
    [
      'both batches at once',
      [
        dated({ to: ['finance'] }),
        dated({ circulationId: 'second', title: 'Economic case', evidenceIds: ['economic'], to: ['unison'] }),
      ],
      [
        'Chief Finance Officer (Kent Police) to comment on batch 1 (Strategic case), day 10',
        'Branch Secretary (UNISON) to comment on batch 2 (Economic case), day 10',
      ],
    ],
  ])('%s', (_fact, events, expected) => {
    expect(waits(events)).toEqual(expected)
  })

  it('says which email did not arrive', () => {
    const { caseFile } = playPrepared([dated({ to: ['finance'] })])
    const delivery = { circulationId: 'first', personId: 'finance', state: 'undeliverable', email: 'cfo@kent.example' }
    expect(waitingFor(caseFile, [delivery])[0]?.problem).toBe('email to cfo@kent.example could not be delivered')
  })
})

describe('a state', () => {
  it('that never circulated papers is as it was before there were circulations', () => {
    const { caseFile } = playPrepared([])
    const stored = storeCase(caseFile)
    expect('circulations' in stored).toBe(false)
    expect(restoreCase(throughJson(stored)).circulations).toEqual({})
  })

  it('with circulations is restored as it was left', () => {
    const { caseFile } = playPrepared([circulated(), commented('finance'), passes('circulation', 'first', 'comments')])
    const stored = storeCase(caseFile)
    expect(hashOf(storeCase(restoreCase(throughJson(stored))))).toBe(hashOf(stored))
  })
})
