import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, startBrowser, type TestBrowser } from './browser.ts'

const html = `<!doctype html><html lang="en-GB"><head><title>Plain</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Decide – £1m</h1><noscript><p id="plain">No script</p></noscript><img src="data:,"></main>
<script>document.title = 'Scripted'</script></body></html>`

let browser: TestBrowser
let server: Server
let url: string

beforeAll(async () => {
  server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.stop()
  server.close()
  server.closeAllConnections()
})

describe.each([
  { javaScript: true, title: 'Scripted' },
  { javaScript: false, title: 'Plain' },
])('a page with JavaScript $javaScript', ({ javaScript, title }) => {
  it('shows itself on a telephone, and what axe finds wrong with it', async () => {
    const { page, context } = await browser.openPage({ javaScript, widthPixels: 320 })
    await page.goto(url)
    expect(await page.title()).toBe(title)
    expect(await page.textContent('h1')).toBe('Decide – £1m')
    expect(await page.locator('#plain').isVisible()).toBe(!javaScript)
    expect(page.viewportSize()?.width).toBe(320)
    expect(await accessibilityViolations(page)).toEqual([expect.stringMatching(/^image-alt: .*\(img\)$/)])
    await context.close()
  })
})
