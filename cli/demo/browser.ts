import { CookieJar } from 'tough-cookie'

/** A page as it arrived, at the address the browser ended at. */
export type Page = { url: string; status: number; html: string }

/** A browser without scripts: it keeps cookies and follows where it is sent, and does nothing by itself. */
export type Browser = {
  open: (url: string) => Promise<Page>
  /** Sends a form as a browser would. */
  send: (page: Page, action: string, fields: readonly [string, string][]) => Promise<Page>
}

type Form = { body: URLSearchParams; origin: string }

const mostRedirects = 10

/** A browser of one person, with cookies of its own. */
export const openBrowser = (): Browser => {
  const cookies = new CookieJar()

  const go = async (url: string, form?: Form): Promise<Page> => {
    let at = url
    let sent = form
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          cookie: await cookies.getCookieString(at),
          ...(sent && { origin: sent.origin }),
        },
        ...(sent && { method: 'POST', body: sent.body }),
      })
      for (const cookie of response.headers.getSetCookie()) await cookies.setCookie(cookie, at)
      const html = await response.text()
      const onwards = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || onwards === null)
        return { url: at, status: response.status, html }
      at = new URL(onwards, at).href
      sent = undefined
    }
    throw new Error(`${url} sends a browser round in circles.`)
  }

  return {
    open: (url) => go(url),
    send: (page, action, fields) =>
      go(new URL(action, page.url).href, { body: new URLSearchParams([...fields]), origin: new URL(page.url).origin }),
  }
}
