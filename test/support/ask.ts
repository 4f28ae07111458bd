import { z } from 'zod'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where this run's shared servers are asked for; see global-setup.ts. */
    sharedServersUrl: string
  }
}

const refusal = z.object({ refused: z.string() })

/**
 * Asks the run for something its test files share; the server behind it is started by the first who asks.
 *
 * @throws Error with the reason in words when it cannot be had.
 */
export async function ask<Answer>(request: string, answer: z.ZodType<Answer>): Promise<Answer> {
  const response = await fetch(new URL(request, inject('sharedServersUrl')), { method: 'POST' })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(refusal.parse(body).refused)
  return answer.parse(body)
}
