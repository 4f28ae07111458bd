import { rename, writeFile } from 'node:fs/promises'
import { bundleWorkflows } from './worker.ts'

// A process of its own, because the bundler leaves some two hundred megabytes in whichever process it ran.
const [, , file] = process.argv
if (file === undefined) throw new Error('bundle-workflows.ts needs the name of the file to write')
const { code } = await bundleWorkflows()
const half = `${file}.${process.pid}`
await writeFile(half, code)
await rename(half, file)
