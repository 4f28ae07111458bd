import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PaperRef } from '../../machines/vocabulary/submission.ts'
import type { Papers } from '../ports.ts'
import type { StoreConnection } from './connection.ts'
import { PaperRow } from './entities/paper.ts'

const sha256Pattern = /^[0-9a-f]{64}$/

/**
 * Papers as files named by their SHA-256, under `papers` in the data folder, with their words in PostgreSQL. A file is whole before it
 * has its name; the row is written after it, so that what can be found can be read.
 */
export const papersOf = (connection: StoreConnection, dataFolder: string, clock: () => number): Papers => {
  const pathOf = (sha256: string) => join(dataFolder, 'papers', sha256.slice(0, 2), sha256.slice(2))

  return {
    keep: async ({ bytes, ...words }) => {
      const sha256 = sha256Of(bytes)
      const kept = await readIfThere(pathOf(sha256))
      // A file that no longer is what its name says is replaced by one that is.
      if (!kept || sha256Of(kept) !== sha256) await write(pathOf(sha256), bytes)
      const paper: PaperRef = { sha256, sizeBytes: bytes.length, ...words }
      await connection.run(async (em) => {
        await em.upsert(
          PaperRow,
          { ...paper, keptInstant: clock() },
          { onConflictFields: ['sha256'], onConflictAction: 'ignore' },
        )
        // The first words stand, but a marking is only ever raised.
        if (paper.marking === 'OFFICIAL-SENSITIVE')
          await em.nativeUpdate(PaperRow, { sha256 }, { marking: paper.marking })
      })
      return paper
    },

    find: (sha256) =>
      connection.run(async (em) => {
        const row = await em.findOne(PaperRow, { sha256 })
        return row ? paperOf(row) : undefined
      }),

    read: async (sha256) => {
      if (!sha256Pattern.test(sha256)) return undefined
      const bytes = await readIfThere(pathOf(sha256))
      if (bytes && sha256Of(bytes) !== sha256)
        throw new Error(`The paper ${sha256} is damaged on disk: restore it from a backup, or provide it again.`)
      return bytes
    },
  }
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const write = async (path: string, bytes: Buffer): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const writing = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await sync(writing, 'wx', (file) => file.writeFile(bytes))
    await rename(writing, path)
  } catch (error) {
    await rm(writing, { force: true })
    throw error
  }
  // Without this the file's name, not its content, could be gone after a power cut.
  await sync(dirname(path), 'r')
}

const sync = async (path: string, flags: string, write?: (file: Awaited<ReturnType<typeof open>>) => Promise<void>) => {
  const file = await open(path, flags, 0o640)
  try {
    await write?.(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

const paperOf = (row: PaperRow): PaperRef => ({
  sha256: row.sha256,
  title: row.title,
  version: row.version,
  marking: row.marking,
  mediaType: row.mediaType,
  sizeBytes: row.sizeBytes,
  ...(row.pageCount ? { pageCount: row.pageCount } : {}),
})
