import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { partsOf } from './page-parts.ts'
import { everyStory, stories } from './stories.ts'
import { textOf } from './text-of.ts'

let app: FastifyInstance
const shown = async (name: keyof typeof stories, query = '') =>
  textOf((await app.inject(`/initiatives/${stories[name].recorded.initiativeId}${query}`)).body)

beforeAll(async () => {
  app = await createApp(partsOf(everyStory))
})
afterAll(() => app.close())

describe('the page of an initiative', () => {
  it.each([
    [
      'notReported',
      'Stage not reported. not reported Waiting for The national team to re-plan and cost its delivery options, since September 2019. Waiting for the PMO to say which stage it is at, since 15 May 2027. Nothing happens by itself until somebody acts.',
    ],
    [
      'assumed',
      'Outline business case: preparing. assumed Waiting for the change team to prepare the outline business case: Business case, Equality impact assessment still missing, since 15 May 2027.',
    ],
    [
      'openReview',
      'Full business case: with the board. Waiting for Chief Constable, Suffolk; Chief Constable, Bedfordshire and 2 others to decide at 7F Chief Constables, since 5 June 2027, due Thursday 17 June 2027 at 5pm. Email to chief.constable@hertfordshire.example is delayed. Email to chief.constable@cambridgeshire.example could not be delivered. Next, on Wednesday 16 June 2027 at 10am, members of 7F Chief Constables who have not decided are reminded by email.',
    ],
    [
      'overdue',
      'was due Tuesday 8 June 2027 at 10am (4 working days late). Nothing happens by itself until somebody acts.',
    ],
    [
      'onHold',
      'Full business case: preparing. on hold Waiting for Deputy Chief Constable, Norfolk to resume it: on hold because the national network decision is awaited, since 15 May 2027, was due Friday 11 June 2027 at 10am (1 working day late).',
    ],
    [
      'sentBack',
      'Outline business case: preparing round 2. Waiting for the change team to answer 1 point the board raised, since 15 May 2027.',
    ],
    [
      'deferred',
      'Full business case: deferred by the board. Nobody has to act before Friday 13 August 2027 at 10am: the date the board set runs (come back to the board). Next, on Friday 13 August 2027 at 10am, it comes back to the change team, on the date the board set.',
    ],
    [
      'consulting',
      'Nobody has to act before Friday 9 July 2027 at 10am: the minimum period runs (run the consultation of Police staff in procurement).',
    ],
    [
      'rollingOut',
      'Go-live: approved, being carried out. Waiting for the change team to go live with 3 of 3 roll-out tranches',
    ],
    ['closing', 'Closure report. Waiting for the change team to write the closure report'],
    [
      'completed',
      'Completed on 15 April 2027 at 10am. Closure report: Five forces, 3,500 cameras, all in use. Nothing more happens: the record is closed.',
    ],
    [
      'closedEarly',
      'Closed early on 15 April 2027 at 10am. Why: No option is good value. Closure report: Four of the five forces took part.',
    ],
    ['rehearsal', 'Rehearsal. What is shown here is being played through.'],
  ] as const)('says in one sentence where it is, for whom it waits and what comes next: %s', async (name, expected) => {
    expect(await shown(name)).toContain(expected)
  })

  it.each([
    [
      'each member’s position, and the email’s',
      'openReview',
      'Chief Constable, Norfolk approved 10 June 2027 at 10am Decided 2 times; the last one counts. request for a decision sent 6 June 2027 at 10am',
    ],
    [
      'an email that is late',
      'openReview',
      'Chief Constable, Hertfordshire not decided yet request for a decision delayed since 12 June 2027 at 10am',
    ],
    [
      'the rule and the arithmetic in words',
      'openReview',
      'The rule 4 of 7 members must agree. Where it stands 4 of 7 must agree; 3 did so far, still to decide: Chief Constable, Suffolk; Chief Constable, Bedfordshire; Chief Constable, Hertfordshire; Chief Constable, Cambridgeshire.',
    ],
    [
      'what is authorised and what is not',
      'openReview',
      'Agreeing authorises procurement of a single IT solution up to £1.2m, and staff consultation It does not authorise any change of employer or of place of work',
    ],
    ['that silence is not approval', 'overdue', 'It stays open: silence is not approval.'],
    [
      'the money against the budget',
      'openReview',
      'Cost £1,050,000 to £1,200,000 Budget £1,250,000 (within the budget, £50,000 left) Saving in 2028/29 £180,000',
    ],
    [
      'the ratings side by side',
      'assumed',
      'Overall Green September 2019, more than three months ago Essex Police reported Board Red September 2019',
    ],
    [
      'the stages with dates',
      'openReview',
      'Outline business case before this record began date not reported Full business case with the board since 25 May 2027 (20 days) Consultation not begun',
    ],
    [
      'points answered and to answer',
      'sentBack',
      'to answer Say who owns the seized property after the move. Chief Constable, Kent, outline business case, round 1 answered Show the cost of each site. A table of costs by site is now in section 4.',
    ],
    [
      'a condition, whose it is and what it blocks',
      'rollingOut',
      'open A training manager is in post before the ranges move. Set by Chief Constable, Suffolk; Head of Training sees to it; due 30 September 2027. The papers of the post-implementation review cannot go out before it is met.',
    ],
    [
      'a decision that a member disputes',
      'disputed',
      'Chief Constable, Kent (chair) approved 7 June 2027 at 10am This member says the decision was not theirs',
    ],
    [
      'what could not be carried out',
      'disputed',
      'Waiting for the PMO to put right: reminding the board by email could not be carried out',
    ],
    [
      'no stage as passed or to come where none is reported',
      'notReported',
      'Outline business case not reported Full business case not reported',
    ],
    [
      'cohorts',
      'consulting',
      'minimum period running Police staff in procurement Opened 25 May 2027; minimum period ends Friday 9 July 2027 at 10am',
    ],
    [
      'tranches with their earlier dates and reasons',
      'rollingOut',
      'Planned for: October 2027 Was planned for: May 2027; moved 25 May 2027 because: The post drew no applications and is advertised again.',
    ],
    [
      'the papers of a round',
      'openReview',
      'Full business case, round 1: sent 5 June 2027 Business case version 1.0, OFFICIAL, 24 pages, PDF, 471 KB',
    ],
    ['the papers still missing', 'assumed', 'Outline business case, round 1: being prepared missing Business case'],
    [
      'a reported decision in the source’s verb and words',
      'assumed',
      '7F Chief Constables: agreed reported 10 August 2017; recorded here as: agreement to a next step still keen to progress towards a single vetting unit; the first step is to go to tender for a single IT solution Authorises going to tender for a single IT solution Does not authorise the case itself Source: Essex Police, collaboration quarterly update; written 9 September 2019; brought in by the PMO',
    ],
    [
      'a decision made here, and how it was settled',
      'rollingOut',
      '7F Chief Constables: approved with conditions 15 April 2027 at 10am, Go-live, round 1 agree the full business case',
    ],
    ['a date that had passed when it was brought in', 'notReported', 'Evidence. Was due by 30 September 2019'],
    [
      'what happened, by whom, by which channel',
      'openReview',
      'Chief Constable, Norfolk: approved (a change of an earlier decision) by a link in an email 10 June 2027 at 10am · entry 8',
    ],
    [
      'what a member wrote',
      'openReview',
      'Chief Constable, Norfolk: sent back by a link in an email 9 June 2027 at 10am · entry 7 The savings are not shown force by force. Show the savings of each force.',
    ],
    ['what the clock did', 'overdue', 'The decision became overdue; it stays open by the clock'],
    ['the way through in words', 'openReview', 'You are here: Full business case: with the board .'],
    ['the record’s head', 'openReview', `Hash of the last entry ${stories.openReview.recorded.headHash}`],
    ['the governance plan', 'rehearsal', 'Rehearsal plan, seconds for days, version 1'],
  ] as const)('shows %s', async (_what, name, expected) => {
    expect(await shown(name)).toContain(expected)
  })

  it.each([
    ['assumed', 'Add a paper: Business case', true],
    [
      'assumed',
      'Send the papers to the board , not yet: Still missing for this gate: Business case; Equality impact assessment.',
      true,
    ],
    ['sentBack', 'Answer a point raised by the board: Say who owns the seized property after the move.', true],
    [
      'sentBack',
      ', not yet: Every point the board raised must be answered first: Say who owns the seized property after the move.',
      true,
    ],
    ['consulting', 'Close a consultation: Officers seconded to procurement', true],
    [
      'consulting',
      'Close a consultation: Police staff in procurement , not yet: The consultation of Police staff in procurement has not run for its minimum period yet.',
      true,
    ],
    ['rollingOut', 'Confirm a roll-out tranche is ready: Training delivery', true],
    ['rollingOut', 'Send the papers to the board', false],
    ['onHold', 'Resume', true],
    ['closing', 'Close with a report', true],
    ['notReported', 'Say which stage it is at', true],
    ['openReview', 'Withdraw the papers', true],
    ['completed', 'What may be done now', false],
  ] as const)('of %s offers “%s”: %s', async (name, expected, isThere) => {
    expect((await shown(name)).includes(expected)).toBe(isThere)
  })

  it('escapes what people wrote', async () => {
    const { body } = await app.inject('/initiatives/hostile')
    expect(body).not.toMatch(/<script|<img|<b>|<style|<form action/)
    expect(body).toContain('{{ 7 * 7 }}')
    expect(body).toContain('&lt;/textarea&gt;&lt;form action=//evil.example&gt;')
  })

  it('carries no style or script that a strict content security policy would refuse', async () => {
    // The hostile one holds such words as text, escaped.
    for (const { recorded } of everyStory.filter((story) => story !== stories.hostile)) {
      const { body, headers } = await app.inject(`/initiatives/${recorded.initiativeId}`)
      expect(body).not.toMatch(/ style=|<style|<script| on[a-z]+=/)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
  })

  it('shows the picture by itself, as an image and nothing else', async () => {
    const { headers, body } = await app.inject('/initiatives/peqf/picture.svg?whole=yes')
    expect(headers['content-type']).toBe('image/svg+xml')
    expect(body).toMatch(/^<svg role="img"/)
  })

  it('says plainly that there is no such initiative', async () => {
    const { statusCode, body } = await app.inject('/initiatives/nowhere')
    expect(statusCode).toBe(404)
    expect(textOf(body)).toContain('There is no such initiative')
  })
})
