import { existsSync } from 'node:fs'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ApiParts } from '../parts.ts'
import { showErrorsAsPages } from '../views/problems.ts'
import { registerViews } from '../views/views.ts'

type Plugin = { default: FastifyPluginAsync<ApiParts> }

const isPlugin = (module: unknown): module is Plugin =>
  typeof module === 'object' && module !== null && 'default' in module && typeof module.default === 'function'

/** Mounts the pages and the decision links that exist. */
export const mountPages = async (app: FastifyInstance, parts: ApiParts): Promise<void> => {
  await registerViews(app)
  showErrorsAsPages(app)
  for (const place of ['pages', 'decisions']) {
    const file = new URL(`./${place}/plugin.ts`, import.meta.url)
    if (!existsSync(file)) continue
    const module: unknown = await import(file.href)
    if (isPlugin(module)) await app.register(module.default, parts)
  }
}
