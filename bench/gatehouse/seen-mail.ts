import * as z from 'zod'

/** What the benchmark needs of a mail: whose it is, what it is about, and the link in it. */
export const seenMail = z.object({
  to: z.string(),
  kind: z.enum(['invitation', 'receipt', 'other']),
  reference: z.string(),
  token: z.string(),
})
export type SeenMail = z.infer<typeof seenMail>

/** Reads a mail as it came over the wire; only as much of MIME as its own line folding and quoted-printable need. */
export const seen = (raw: string, to: string): SeenMail => {
  const [, folded = ''] = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(raw) ?? []
  const subject = folded.replace(/\r\n[ \t]/g, ' ')
  const [, token = ''] = /\/d\/([\w-]{43})/.exec(raw.replaceAll('=\r\n', '')) ?? []
  const [reference = ''] = /\S+$/.exec(subject) ?? []
  const kind = subject.includes('Decision needed')
    ? 'invitation'
    : subject.includes('decision is recorded')
      ? 'receipt'
      : 'other'
  return { to, kind, reference, token }
}
