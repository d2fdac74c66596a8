// Lengths as platforms count them: grey, amber beyond what is advised, red beyond what is taken.
export function makeCounters ({ form, setup, paper }) {
  const place = (name) => document.querySelector(`[data-count="${name}"]`)
  const lengths = {
    title: () => [...form.elements.title.value.trim()].length,
    byline: () => [...form.elements.byline.value.trim()].length,
    digest: () => [...form.elements.digest.value.trim()].length,
    body: () => paper.html().length
  }

  function show () {
    for (const [name, [advised, most]] of Object.entries(setup.limits)) {
      const used = lengths[name]()
      const line = setup.words[name === 'body' ? 'words' : 'count']
      const box = place(name)
      box.textContent = line.replace('{n}', paper.words().toLocaleString()).replace('{used}', used.toLocaleString()).replace('{most}', most.toLocaleString())
      box.dataset.level = used > most ? 'over' : advised && used > advised ? 'long' : ''
      box.title = advised ? `≤ ${advised}` : ''
    }
  }
  return { show }
}
