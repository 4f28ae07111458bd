/** PostgreSQL does not answer, or will not let us in. Nothing was recorded that was not answered; trying again is safe. */
export class DatabaseUnreachable extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'DatabaseUnreachable'
  }
}

/** Codes of Node's sockets and SQLSTATE classes that say: not now. 08 connection, 28 refused, 53300 too many, 57P0x going down. */
const notNow =
  /^(E(CONNREFUSED|CONNRESET|NOTFOUND|AI_AGAIN|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH)|08...|28...|3D000|53300|57P0[0-5])$/
/** The driver's own errors carry no code. */
const lost =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/

/** An error of the driver or of MikroORM in words for a person, the password left out; any other error as it is. */
export const databaseError = (error: unknown, databaseUrl: string): unknown => {
  const found = causes(error).find(({ code, message }) => notNow.test(code) || lost.test(message))
  if (found) {
    const { host, pathname } = new URL(databaseUrl)
    return new DatabaseUnreachable(
      `The database ${decodeURIComponent(pathname.slice(1))} at ${host} cannot be reached: ${found.message || found.code}`,
      error,
    )
  }
  if (causes(error).some(({ code }) => code === '42P01'))
    return new Error('The database has no tables of Gatehouse yet, or older ones: run the migrations.', {
      cause: error,
    })
  return error
}

/** Whether PostgreSQL refused a row because one with the same key is there. */
export const isUniqueViolation = (error: unknown): boolean => causes(error).some(({ code }) => code === '23505')

/** An error with everything it says it came from, at most five deep. */
const causes = (error: unknown, depth = 5): { code: string; message: string }[] => {
  if (!(error instanceof Error) || depth === 0) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const several: unknown[] = error instanceof AggregateError ? error.errors : []
  const within = [error.cause, 'previous' in error ? error.previous : undefined, ...several]
  return [{ code, message: error.message }, ...within.flatMap((inner) => causes(inner, depth - 1))]
}
