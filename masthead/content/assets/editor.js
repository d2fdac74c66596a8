// The editor of a draft: puts the parts together and keeps them informed. Each part lives in ./editor/.
import { behaviour } from '../../core/assets/behaviour.js'
import './editor.css'
import { makeCounters } from './editor/counters.js'
import { makeChecks } from './editor/checks.js'
import { makeConflict } from './editor/conflict.js'
import { makeCovers } from './editor/covers.js'
import { makeKeeper } from './editor/keeper.js'
import { makePaper } from './editor/paper.js'
import { makePictures } from './editor/pictures.js'
import { makePreview } from './editor/preview.js'
import { makeSaving } from './editor/saving.js'
import { makeState } from './editor/state.js'
import { bindToolbar } from './editor/toolbar.js'

behaviour('editor', (form) => {
  const setup = JSON.parse(document.getElementById('editor-setup').textContent)
  const page = { form, setup, part: (name) => document.querySelector(`[data-editor="${name}"]`) }
  page.state = makeState(page)
  page.pictures = makePictures(page)
  page.paper = makePaper(page)
  page.covers = makeCovers(page)
  page.read = () => ({
    title: form.elements.title.value,
    byline: form.elements.byline.value,
    digest: form.elements.digest.value,
    source_url: form.elements.source_url.value,
    cover: Number(form.elements.cover.value) || null,
    html: page.paper.html()
  })
  page.write = (words) => {
    for (const name of ['title', 'byline', 'digest', 'source_url']) form.elements[name].value = words[name] ?? ''
    page.covers.choose(words.cover)
    page.paper.load(words.html ?? '')
  }
  page.base = Number(form.elements.expected_revision.value)
  page.conflict = makeConflict(page)
  page.preview = makePreview(page)
  page.keeper = makeKeeper(page)
  page.counters = makeCounters(page)
  page.checks = makeChecks(page)
  page.saving = makeSaving(page)
  page.changed = () => {
    page.keeper.changed()
    page.counters.show()
    page.checks.later()
  }
  bindToolbar(page)
  form.elements.title.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    page.paper.editor.commands.focus('start')
  })
  const typed = (event) => event.target.form === form && page.changed()
  document.addEventListener('input', typed)
  page.keeper.restore()
  page.counters.show()
  page.checks.later(400)
  return () => {
    document.removeEventListener('input', typed)
    page.paper.close()
    page.keeper.close()
  }
})
