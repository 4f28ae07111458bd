/** What people may type that some program further on would obey. */
export const mischief: [string, string][] = [
  ['a picture with a script', '<img src=x onerror=alert(1)>'],
  ['a script', '</textarea></p><script>alert(1)</script>'],
  ['a drawing with a script', '"><svg onload=alert(1)>'],
  ['an attribute', '" autofocus onfocus="alert(1)'],
  ['a template', '{{ range.constructor("return 1")() }} {% raw %} ${7*7}'],
  ['a formula', '=HYPERLINK("http://evil.example","x")'],
  ['a formula with plus', "+cmd|'/c calc'!A1"],
  ['a formula with minus', '-2+3+cmd|x'],
  ['a formula with at', '@SUM(1+1)'],
  ['a header', 'Fine\r\nBcc: mallory@evil.example\r\n\r\n<b>'],
  ['a reversed reading', 'agreed\u202Eton\u202C'],
  ['an isolate', '\u2066\u2067\u2068not\u2069 agreed'],
  ['invisible letters', 'ap\u200Bpro\u00ADve\uFEFF'],
  ['a heap of marks', `Z${'\u0315\u0489\u0334'.repeat(40)}algo`],
  ['a database command', `'; drop table audit_entry; --`],
  ['a key of every object', '__proto__ constructor toString'],
]

export const obeyed = /<(img src=x|svg onload|script>alert)[^>]*|[^;]" autofocus onfocus="/g
export const unseen = /.{0,40}[\u202A-\u202E\u2066-\u2069\u200B\u00AD\uFEFF]/g

/** The same where only one line may be typed. */
export const onOneLine = (typed: string) => typed.replaceAll(/\s+/g, ' ').trim()
