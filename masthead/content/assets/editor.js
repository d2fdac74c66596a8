// The editor of a draft: puts the parts together and keeps them informed. Each part lives in ./editor/.
import { behaviour } from '../../core/assets/behaviour.js'
import './editor.css'
import './composer.css'
import './library.css'
import { ask } from './editor/ask.js'
import { bindBlocks } from './editor/blocks.js'
import { makeChecks } from './editor/checks.js'
import { makeConflict } from './editor/conflict.js'
import { makeCounters } from './editor/counters.js'
import { makeCovers } from './editor/covers.js'
import { makeCrops } from './editor/crops.js'
import { makeFields } from './editor/fields.js'
import { makeFilms } from './editor/films.js'
import { makeKeeper } from './editor/keeper.js'
import { bindLibrary } from './editor/library.js'
import { makePaper } from './editor/paper.js'
import { makePictures } from './editor/pictures.js'
import { makePresence } from './editor/presence.js'
import { makePreview } from './editor/preview.js'
import { makeSaving } from './editor/saving.js'
import { makeSession } from './editor/session.js'
import { makeSettings } from './editor/settings.js'
import { makeState } from './editor/state.js'
import { makeTabs } from './editor/tabs.js'
import { bindTidy } from './editor/tidy.js'
import { bindToolbar } from './editor/toolbar.js'
import { makeVariants } from './editor/variants.js'

function assemble (form) {
  const setup = JSON.parse(document.getElementById('editor-setup').textContent)
  const page = { form, setup, window: crypto.randomUUID().replaceAll('-', ''), part: (name) => document.querySelector(`[data-editor="${name}"]`) }
  page.base = Number(form.elements.expected_revision.value)
  page.state = makeState(page)
  page.pictures = makePictures(page)
  page.paper = makePaper(page)
  page.covers = makeCovers(page)
  page.fields = makeFields(page)
  page.films = makeFilms(page)
  page.variants = makeVariants(page)
  page.read = () => page.variants.words()
  page.write = (words) => {
    page.variants.load(words)
    page.settings?.draw()
  }
  const now = page.fields.read()
  page.variants.load({ ...now, html: form.elements.html.value, tags: setup.tags, settings: setup.settings, variants: setup.variants, video: page.films.chosen() })
  page.session = makeSession(page)
  page.conflict = makeConflict(page)
  page.preview = makePreview(page)
  page.keeper = makeKeeper(page)
  page.counters = makeCounters(page)
  page.checks = makeChecks(page)
  page.saving = makeSaving(page)
  page.tabs = makeTabs(page)
  page.crops = makeCrops(page)
  page.settings = makeSettings(page)
  page.presence = makePresence(page)
  return page
}

behaviour('editor', (form) => {
  const page = assemble(form)
  page.changed = () => {
    page.variants.take()
    page.keeper.changed()
    page.counters.show()
    page.checks.later()
    page.tabs.draw()
  }
  bindToolbar(page)
  bindBlocks(page)
  bindTidy(page)
  bindLibrary(page)
  form.elements.title.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    page.paper.editor.commands.focus('start')
  })
  page.part('alt-hint').addEventListener('click', () => {
    page.paper.selectSilent()
    ask(page.paper.editor, 'alt')
  })
  const typed = (event) => (event.target.form === form || event.target.closest('[data-variant]')) && page.changed()
  document.addEventListener('input', typed)
  page.tabs.draw()
  page.settings.draw()
  page.counters.show()
  page.keeper.restore()
  page.checks.later(400)
  return () => {
    document.removeEventListener('input', typed)
    page.paper.close()
    page.keeper.close()
    page.session.close()
    page.presence.close()
  }
})
