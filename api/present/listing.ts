const conjunction = new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' })

/** "Kent, Essex and Norfolk" */
export const listed = (items: readonly string[]): string => conjunction.format(items)

/** "Chief Constable, Kent; Chief Constable, Essex and 5 others": for names that hold commas. */
export const listedShort = (names: readonly string[], most = 3): string => {
  if (names.length <= most)
    return names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join('; ')} and ${names.at(-1)}`
  return `${names.slice(0, most - 1).join('; ')} and ${names.length - most + 1} others`
}

/** "1 condition", "3 conditions" */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`

/** A title in the middle of a sentence: "the full business case", while "7F Vetting" and "PMO" keep their letters. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text

export const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** A sentence ends with one full stop, whatever the text it was made of ended with. */
export const ended = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`)
