import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailAddress, mailAddressAt } from '../../../activities/mail/address.ts'
import { cleanLine, cleanPassage, cutLine } from '../../../activities/mail/clean.ts'

describe('an address on file', () => {
  it.each([
    'chief.constable@kent.example',
    "o'neill+gate@sub.force-one.police.example",
    'a@b.uk',
    'DCC@Essex.Police.Example',
  ])('may be %s', (address) => {
    expect(mailAddress.safeParse(address).success).toBe(true)
  })

  it.each([
    ['two addresses', 'a@x.example, b@y.example'],
    ['two addresses without a space', 'a@x.example,b@y.example'],
    ['two addresses with a semicolon', 'a@x.example;b@y.example'],
    ['a group', 'Board: a@x.example;'],
    ['a command hidden behind a line break', 'a@x.example>\r\nRCPT TO:<b@y.example>'],
    ['a header hidden behind a line break', 'a@x.example\r\nBcc: b@y.example'],
    ['a bare line feed', 'a@x.example\nb@y.example'],
    ['a line break at its end', 'a@x.example\n'],
    ['a name beside it', 'Chief <a@x.example>'],
    ['angle brackets', '<a@x.example>'],
    ['a quoted local part', '"a b"@x.example'],
    ['a quoted address inside', '"a@x.example"@y.example'],
    ['a comment', 'a(comment)@x.example'],
    ['a space', 'a b@x.example'],
    ['a space before it', ' a@x.example'],
    ['a tab', 'a\t@x.example'],
    ['a null character', 'a\u0000@x.example'],
    ['a route', '@y.example:a@x.example'],
    ['two at signs', 'a@b@x.example'],
    ['a percent route with two at signs', 'a%y.example@x.example@z.example'],
    ['a cyrillic letter in its domain', 'a@p\u043Elice.example'],
    ['a cyrillic letter in its local part', '\u0430@x.example'],
    ['a full-width letter', 'a@\uFF58.example'],
    ['an ideographic full stop', 'a@x\u3002example'],
    ['an encoded domain', 'a@xn--plice-n8d.example'],
    ['an encoded domain in capitals', 'a@XN--plice-n8d.example'],
    ['an encoded top domain', 'a@x.xn--p1ai'],
    ['a direction mark', 'a\u202E@x.example'],
    ['an invisible space', 'a\u200B@x.example'],
    ['a domain without a dot', 'root@localhost'],
    ['a number for a domain', 'a@127.0.0.1'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['no local part', '@x.example'],
    ['no domain', 'a@'],
    ['a dot too many', 'a..b@x.example'],
    ['a dot at the start', '.a@x.example'],
    ['a hyphen at the edge of its domain', 'a@-x.example'],
    ['a local part over 64 characters', `${'a'.repeat(65)}@x.example`],
    [
      'more than 254 characters',
      `a@${'x'.repeat(60)}.${'y'.repeat(60)}.${'z'.repeat(60)}.${'w'.repeat(63)}.${'v'.repeat(20)}.example`,
    ],
    ['nothing', ''],
  ])('is never %s', (_fact, address) => {
    const parsed = mailAddress.safeParse(address)
    expect(parsed.success).toBe(false)
    expect(parsed.error?.issues[0]?.message).toMatch(/^must /)
  })

  it('is never anything with a character that a mail server or a mail library could read as a boundary', () => {
    const poison = fc.constantFrom(...',;:<>()[]"\\ \r\n\t\u0000\u2028\u202E'.split(''))
    fc.assert(
      fc.property(poison, fc.nat({ max: 14 }), (character, position) => {
        const plain = 'chief@kent.example'
        const poisoned = `${plain.slice(0, position)}${character}${plain.slice(position)}`
        expect(mailAddress.safeParse(poisoned).success).toBe(false)
      }),
    )
  })

  it('may be held to the domains mail may be sent to', () => {
    const held = mailAddressAt(['police.example', 'Fire.example'])
    expect(held.safeParse('a@police.example').success).toBe(true)
    expect(held.safeParse('a@essex.POLICE.example').success).toBe(true)
    expect(held.safeParse('a@fire.example').success).toBe(true)
    expect(held.safeParse('a@notpolice.example').success).toBe(false)
    expect(held.safeParse('a@police.example.evil.example').error?.issues[0]?.message).toBe(
      'must be at one of: police.example, Fire.example',
    )
    expect(mailAddressAt(undefined).safeParse('a@anywhere.example').success).toBe(true)
  })
})

describe('what somebody typed', () => {
  it('cannot begin a new header or turn the reading direction', () => {
    expect(cleanLine('A\r\nBcc: b@y.example')).toBe('A Bcc: b@y.example')
    expect(cleanLine('invoice\u202Efdp.exe\u202C')).toBe('invoicefdp.exe')
    expect(cleanLine('a\u2028b\u2029c\u0085d\ve')).toBe('a b c d e')
    expect(cleanLine('no\u0000thing\u001b[2J')).toBe('nothing[2J')
    expect(cleanLine('Caf\u00e9 \u2013 \u00a31m \ud83d\ude00')).toBe('Caf\u00e9 \u2013 \u00a31m \ud83d\ude00')
  })

  it('keeps its lines in a passage', () => {
    expect(cleanPassage('  one\r\ntwo\rthree\n\tfour  ')).toBe('one\ntwo\nthree\n four')
  })

  it('holds no line break and no control character once it is a line, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(cleanLine(typed)).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u)
        expect(cleanLine(typed).isWellFormed()).toBe(true)
      }),
    )
  })

  it('is cut between characters', () => {
    expect(cutLine('12345678', 8)).toBe('12345678')
    expect(cutLine('123456789', 8)).toBe('12345...')
    expect(cutLine('\ud83d\ude00'.repeat(20), 10)).toBe(`${'\ud83d\ude00'.repeat(3)}...`)
  })
})
