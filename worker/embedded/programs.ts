import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The file name of a program on this platform. */
export function programName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}

/** Whether this process may run `file`. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first executable file called `name` in the PATH of `env`, or undefined. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, programName(name))).find(isExecutable)
}
