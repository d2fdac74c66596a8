// Somebody saved a version, or this browser holds words that the server never got: say so, keep both, let the writer decide.
import { makeMerge } from './merge.js'

export function makeConflict (page) {
  const box = page.part('conflict')
  const offer = page.part('local')
  const merge = makeMerge(page)
  let newest = page.setup.conflict

  function show (data) {
    newest = data
    page.part('conflict-text').textContent = data.message
    box.hidden = false
    box.focus()
  }

  function onto (number) {
    page.base = number
    page.form.elements.expected_revision.value = number
    box.hidden = true
  }

  page.part('keep-mine').addEventListener('click', () => {
    onto(newest.number)
    page.saving.version()
  })
  page.part('merge').addEventListener('click', () => merge.open((number) => {
    onto(number)
    page.changed()
  }))
  for (const button of document.querySelectorAll('[data-editor="discard"]')) {
    button.addEventListener('click', () => page.keeper.forget())
  }

  function offerLocal (kept, serial) {
    if (!kept) return
    if (JSON.stringify(kept.words) === JSON.stringify(page.read())) return page.keeper.forget(kept)
    // The same text went on here and nowhere else: it simply goes on.
    if (kept.base === page.base && (kept.serial === serial || kept.window === page.setup.window)) {
      page.write(kept.words)
      page.keeper.adopt()
      return page.keeper.forget(kept)
    }
    page.part('local-at').textContent = page.state.clock(new Date(kept.at))
    offer.hidden = false
    page.part('local-restore').onclick = () => {
      page.write(kept.words)
      page.changed()
      page.keeper.forget(kept)
      offer.hidden = true
    }
    page.part('local-drop').onclick = () => {
      page.keeper.forget(kept)
      offer.hidden = true
    }
  }

  return { show, offerLocal }
}
