/** What somebody is waited for, in a word; the sentences are the product's own affair. */
const matters: readonly [RegExp, string][] = [
  [/^decide at.*/, 'decide'],
  [/^settle the decision.*/, 'settle'],
  [/^confirm what .*/, 'confirm'],
  [/^let .* decide by itself.*/, 'let it decide'],
  [/^ask .* again: .*/, 'ask again'],
  [/^resume it:.*/, 'resume'],
  [/^say which stage.*/, 'say the stage'],
  [/^write the closure report.*/, 'report'],
  [/^come back to the board.*/, 'come back'],
  [/^answer (\d+) points?.*/, 'answer $1'],
  [/^comment on batch .*/, 'comment'],
  [/^answer comments? .*/, 'answer comments'],
  [/^close the circulation .*/, 'close the batch'],
  [/.* still missing$/, 'papers'],
  [/^have (\d+) conditions? met.*/, 'conditions $1'],
  [/^send the papers.*/, 'send'],
  [/^go live with (\d+) of (\d+) .*/, 'go live $1 of $2'],
  [/^run the consultation .*/, 'consult'],
  [/^close the consultation .*/, 'close the consultation'],
  [/^meet the condition .*/, 'condition'],
  [/^report the chair’s action .*/, 'tell the board'],
  [/^have the chair’s action .*/, 'have it told'],
  [/^keep the hard date .*/, 'hard date'],
  [/^(prepare|consult and|carry out) .*/, 'prepare'],
]

/** The word for a sentence of the product; the sentence itself where there is none for it. */
export const matterOf = (what: string): string => {
  const found = matters.find(([sentence]) => sentence.test(what))
  return found ? what.replace(...found) : what
}
