import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const nodeModules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const packageShape = z.object({ version: z.string() })

/** A browser on disk and the environment variables it needs beside those of this process. */
export type Browser = { executablePath: string; environment: Record<string, string> }

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` once per installed version and says how to start it.
 * The package also carries the shared libraries and the font that a machine without a desktop lacks; both are handed
 * to the browser by environment variables, so that nothing has to be installed. Safe when several test processes ask at
 * the same moment: each unpacks beside the final folder and only a complete one is moved there.
 *
 * @throws Error when the package cannot be unpacked on this machine.
 */
export async function bundledChromium(): Promise<Browser> {
  const { version } = packageShape.parse(
    JSON.parse(await readFile(join(nodeModules, '@sparticuz/chromium/package.json'), 'utf8')),
  )
  const folder = join(nodeModules, '.cache', 'gatehouse', `chromium-${version}`)
  if (!existsSync(folder)) await unpackInto(folder)
  return {
    executablePath: join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts', 'gatehouse-fonts.conf'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  }
}

async function unpackInto(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const unpacking = await mkdtemp(`${folder}.unpacking-`)
  try {
    await promisify(execFile)(process.execPath, [fileURLToPath(new URL('unpack-chromium.ts', import.meta.url))], {
      // The package brings its shared libraries only where it believes to be on Amazon Linux 2023.
      env: { ...process.env, TMPDIR: unpacking, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    })
    await writeFile(join(unpacking, 'fonts', 'gatehouse-fonts.conf'), fontSettings)
    await rename(unpacking, folder).catch((reason: unknown) => {
      if (!existsSync(folder)) throw reason
    })
  } finally {
    await rm(unpacking, { recursive: true, force: true })
  }
}

// The package's own file names folders of /tmp; relative ones follow the fonts wherever they are.
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`
