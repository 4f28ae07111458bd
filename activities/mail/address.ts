import * as z from 'zod'

const expected = 'must be one plain email address, such as chief@force.example'
const atoms = String.raw`[A-Za-z0-9!#$%&'*+/=?^_{|}~\x60-]+`
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const plain = new RegExp(String.raw`^${atoms}(?:\.${atoms})*@(?:${label}\.)+[A-Za-z]{2,63}$`)

/**
 * One address of one person, written plainly. Stricter than the mail standards on purpose: lists, groups, names beside the address,
 * quoted local parts, line breaks, comments and anything outside ASCII are refused, because mail libraries read those as further
 * recipients, and because a look-alike letter is another person's domain. Encoded (xn--) domains are such letters too.
 */
export const mailAddress = z
  .string()
  .max(254, expected)
  .regex(plain, expected)
  .refine((address) => address.indexOf('@') <= 64, expected)
  .refine(
    (address) => !/[@.]xn--/i.test(address),
    'must not have an encoded (xn--) domain: its letters may be look-alikes',
  )

/** As `mailAddress`, at one of these domains or below it; any domain when the list is absent. */
export const mailAddressAt = (domains: readonly string[] | undefined) =>
  mailAddress.refine((address) => !domains || domains.some((domain) => isAt(address, domain.toLowerCase())), {
    error: `must be at one of: ${domains?.join(', ') ?? ''}`,
  })

const isAt = (address: string, domain: string): boolean => {
  const at = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return at === domain || at.endsWith(`.${domain}`)
}
