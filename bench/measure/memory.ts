import { together } from '../../cli/services/together.ts'
import { openInitiative, type Reached } from '../gatehouse/contender.ts'
import type { Servers } from '../servers.ts'
import { residentMb } from './processes.ts'

/** Resident memory of a fresh worker and of the API, with so many initiatives open, each waiting for three members. */
export type Memory = { openCount: number; workerMb: number; apiMb: number }

const inFlight = 20

/** Opens initiatives up to each of the counts and looks at the memory there; the first look is at none. */
export const measureMemory = async (
  servers: Servers,
  reached: Reached,
  openCounts: readonly number[],
): Promise<Memory[]> => {
  await servers.renewWorker()
  const look = (openCount: number): Memory => {
    const { worker = NaN, API: api = NaN } = servers.pids()
    return { openCount, workerMb: residentMb(worker), apiMb: residentMb(api) }
  }
  const found = [look(0)]
  let open = 0
  for (const count of openCounts) {
    const ids = Array.from({ length: count - open }, (_, index) => `bench-open-${open + index + 1}`)
    await together(ids, inFlight, (id) => openInitiative(reached, id))
    open = count
    found.push(look(count))
  }
  return found
}
