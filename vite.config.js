// Builds the front end into build/static/: names carry their content's hash, the manifest tells Django which is which.
import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const entries = {
  app: 'masthead/core/assets/app.js',
  charts: 'masthead/core/assets/charts.js',
  fonts: 'masthead/core/assets/fonts.css' // the CJK slices, loaded only where the system has no such font
}

// A chapter's own pages: every file directly in masthead/<chapter>/assets/ is an entry, named <chapter>-<file>.
for (const chapter of readdirSync('masthead')) {
  const folder = `masthead/${chapter}/assets`
  if (chapter === 'core' || !existsSync(folder)) continue
  for (const file of readdirSync(folder)) {
    const [, name] = file.match(/^([^.]+)\.(?:js|css)$/) || []
    if (name) entries[`${chapter}-${file.replace('.', '-')}`] = `${folder}/${file}`
  }
}

const present = Object.entries(entries).filter(([, file]) => existsSync(file))

export default defineConfig({
  base: '/static/',
  publicDir: false,
  build: {
    outDir: 'build/static',
    assetsDir: 'assets',
    manifest: 'manifest.json',
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: address in a stylesheet would need a hole in the content policy
    modulePreload: { polyfill: false },
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    cssTarget: ['chrome125', 'edge125', 'firefox128', 'safari17.5'], // the default rewrites light-dark()
    chunkSizeWarningLimit: 800,
    rollupOptions: { input: Object.fromEntries(present) }
  }
})
