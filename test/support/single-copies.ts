import { Client } from 'pg'

/** Copies of a test's database, and the way back to one of them, as an operator restores a dump. */
export const databaseCopies = (databaseUrl: string) => {
  const name = new URL(databaseUrl).pathname.slice(1)
  const elsewhere = new URL(databaseUrl)
  elsewhere.pathname = '/postgres'

  const asOperator = async (...statements: string[]) => {
    const client = new Client({ connectionString: elsewhere.href })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  /** Nobody may be connected to a database that is copied or dropped. */
  const alone = (database: string) => [
    `alter database ${database} allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`,
  ]
  return {
    /** Keeps what the database holds now under a name of its own. */
    copy: async (label: string) => {
      await asOperator(
        ...alone(name),
        `create database ${name}_${label} template ${name}`,
        `alter database ${name} allow_connections true`,
      )
    },
    /** Puts a copy in the place of the database. */
    restore: async (label: string) => {
      await asOperator(
        ...alone(name),
        `drop database ${name} with (force)`,
        `create database ${name} template ${name}_${label}`,
      )
    },
  }
}
