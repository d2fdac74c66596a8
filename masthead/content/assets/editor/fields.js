// The fields on screen, whichever tab they show.
const LINES = ['title', 'byline', 'digest', 'source_url']

export function makeFields (page) {
  const { form, part } = page
  const tags = part('tags')
  const text = part('text')
  const kind = part('form')
  const words = (line) => [...new Set(line.split(/[\s#＃，,、]+/).filter(Boolean))]

  return {
    show (now) {
      for (const name of LINES) form.elements[name].value = now[name] ?? ''
      tags.value = (now.tags || []).join(' ')
      text.value = now.text ?? ''
      kind.value = now.form ?? ''
      page.covers.choose(now.cover)
      page.paper.load(now.html ?? '')
    },
    read: () => ({
      ...Object.fromEntries(LINES.map((name) => [name, form.elements[name].value])),
      tags: words(tags.value),
      text: text.value,
      form: kind.value,
      cover: Number(form.elements.cover.value) || '',
      html: page.paper.html()
    })
  }
}
