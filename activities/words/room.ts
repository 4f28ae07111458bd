import type { Attendance } from '../../machines/vocabulary/room.ts'

/** Whether a member was in the room, after their name. */
export const wasThereInWords: Record<Attendance, string> = {
  present: 'present',
  deputyPresent: 'deputy present',
  apologies: 'apologies',
  absent: 'absent',
}
