import { count, members, names, verdict, type Rule } from './rule.ts'

/**
 * More of those voting agree than refuse, with a quorum taking part. An abstention counts towards the quorum and not towards the majority.
 * Settled as soon as the members still silent could not change it; a tie falls unless the chair has the casting vote.
 */
export const majority =
  ({ quorum, chairHasCastingVote }: { quorum: number; chairHasCastingVote: boolean }): Rule =>
  (seats, positions) => {
    const { forIt, against, abstaining, silent } = count(seats, positions)
    const present = forIt.length + against.length + abstaining.length
    const chairPosition = seats.filter((seat) => seat.chair).map((seat) => positions[seat.seatId])[0]
    const casting = chairHasCastingVote && chairPosition === 'for'
    const castingStillPossible = chairHasCastingVote && (chairPosition === 'for' || chairPosition === undefined)

    if (present < quorum)
      return verdict(
        'open',
        `${members(present)} of the quorum of ${quorum} took part; still to decide: ${names(silent)}.`,
        silent,
      )

    const certainLead = forIt.length - against.length - silent.length
    const bestLead = forIt.length - against.length + silent.length
    if (certainLead > 0 || (certainLead === 0 && casting && forIt.length > 0))
      return verdict(
        'carried',
        `${members(forIt.length)} agreed and ${against.length} did not, with the quorum of ${quorum} met` +
          `${certainLead === 0 ? ', by the chair\u2019s casting vote' : ''}: ${names(forIt)}.`,
        forIt,
      )
    if (against.length > 0 && (bestLead < 0 || (bestLead === 0 && !castingStillPossible)))
      return verdict(
        'fallen',
        `${members(against.length)} did not agree and ${forIt.length} did: ${names(against)}.`,
        against,
      )
    return verdict(
      'open',
      `${forIt.length} agreed and ${against.length} did not; still to decide: ${names(silent)}.`,
      silent,
    )
  }
