// Settings of the text: its look, whether it is declared original, whether readers may comment.
export function makeSettings (page) {
  const inputs = [...document.querySelectorAll('[data-setting]')]
  const value = (input) => (input.type === 'checkbox' ? input.checked : input.type === 'radio' ? (input.checked ? input.value : undefined) : input.value)

  function draw () {
    const now = page.variants.settings()
    for (const input of inputs) {
      const kept = now[input.dataset.setting] ?? ''
      if (input.type === 'checkbox') input.checked = Boolean(kept)
      else if (input.type === 'radio') input.checked = input.value === kept
      else input.value = kept
    }
    for (const swatch of document.querySelectorAll('[data-colour]')) swatch.style.color = swatch.dataset.colour
    page.paper.editor.view.dom.dataset.theme = now.theme || ''
  }

  for (const input of inputs) {
    input.addEventListener('change', () => {
      const chosen = value(input)
      if (chosen === undefined) return
      page.variants.setSetting(input.dataset.setting, chosen)
      draw()
      page.changed()
    })
  }
  return { draw }
}
