import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where tools are kept that every clone on this machine can share: GATEHOUSE_CACHE, else `gatehouse` in the user's
 * cache folder. Nothing in it is data: it may be deleted at any time and is made again.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['GATEHOUSE_CACHE']) return env['GATEHOUSE_CACHE']
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'gatehouse')
}
