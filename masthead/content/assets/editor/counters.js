// Lengths as the open account's platform counts them: grey, amber beyond what is advised, red beyond what is taken.
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u2010-\u2027\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/u
const segments = new Intl.Segmenter('zh')
const COUNT = {
  chars: (text) => [...text].length,
  half: (text) => Math.ceil([...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1 : 0.5), 0)),
  graphemes: (text) => [...segments.segment(text)].length,
  bytes: (text) => new TextEncoder().encode(text).length
}

export function makeCounters (page) {
  const { form, setup, paper } = page
  const place = (name) => document.querySelector(`[data-count="${name}"]`)
  const texts = {
    title: () => form.elements.title.value.trim(),
    byline: () => form.elements.byline.value.trim(),
    digest: () => form.elements.digest.value.trim(),
    text: () => page.part('text').value.trim(),
    body: () => paper.html()
  }
  const limitsNow = () => {
    const account = page.tabs?.account()
    return account ? { body: account.short ? [0, 0, 'chars'] : setup.limits.body, ...account.limits } : setup.limits
  }

  function show () {
    const limits = limitsNow()
    for (const name of Object.keys(texts)) {
      const [advised, most, counted] = limits[name] || [0, 0]
      const used = COUNT[counted || 'chars'](texts[name]())
      const line = name === 'body' ? (most ? setup.words.words : setup.words.only_words) : most ? setup.words.count : ''
      const box = place(name)
      box.textContent = line.replace('{n}', paper.words().toLocaleString()).replace('{used}', used.toLocaleString()).replace('{most}', most.toLocaleString())
      box.dataset.level = most && used > most ? 'over' : advised && used > advised ? 'long' : ''
      box.title = advised ? `≤ ${advised}` : ''
    }
    const silent = paper.silentPictures()
    page.part('alt-hint').hidden = !silent
    page.part('alt-hint').querySelector('span').textContent = setup.words.no_alt.replace('{n}', silent)
  }
  return { show }
}
