// Somebody saved a version, or this browser holds words that the server never got: say so, keep both, let the writer decide.
export function makeConflict (page) {
  const box = page.part('conflict')
  const offer = page.part('local')
  let newest = page.setup.conflict

  function show (data) {
    newest = data
    page.part('conflict-text').textContent = data.message
    box.hidden = false
    box.focus()
  }

  page.part('keep-mine').addEventListener('click', () => {
    page.base = newest.number
    page.form.elements.expected_revision.value = newest.number
    box.hidden = true
    page.saving.version()
  })
  for (const button of document.querySelectorAll('[data-editor="discard"]')) {
    button.addEventListener('click', () => page.keeper.forget())
  }

  function offerLocal (kept, serial) {
    if (!kept || JSON.stringify(kept.words) === JSON.stringify(page.read())) return kept && page.keeper.forget()
    if (kept.serial === serial && kept.base === page.base) {
      page.write(kept.words)
      return page.keeper.adopt()
    }
    page.part('local-at').textContent = page.state.clock(new Date(kept.at))
    offer.hidden = false
    page.part('local-restore').onclick = () => {
      page.write(kept.words)
      page.changed()
      offer.hidden = true
    }
    page.part('local-drop').onclick = () => {
      page.keeper.forget()
      offer.hidden = true
    }
  }

  return { show, offerLocal }
}
