// Two texts side by side, paragraph by paragraph; the writer takes one, the other, or both.
import { toast } from '../../../core/assets/behaviours/toast.js'
import { make } from './make.js'
import { ask, why } from './talk.js'

const SIDES = ['mine', 'theirs', 'both']

export function makeMerge (page) {
  const { setup, form } = page
  const dialog = document.getElementById('merge')
  const list = page.part('merge-list')
  const { words } = setup

  function choices (name, chosen, who, both = true) {
    const row = make('div', 'merge__choice')
    for (const side of both ? SIDES : SIDES.slice(0, 2)) {
      const input = make('input', '', { type: 'radio', name, value: side, checked: side === chosen })
      const label = make('label', '', {}, input, words[side].replace('{who}', who))
      row.append(label)
    }
    return row
  }

  const cell = (side, tone, who) => {
    const box = make('div', `merge__side merge__side--${tone}`)
    box.append(make('small', '', { textContent: words[tone].replace('{who}', who) }))
    box.append(make('p', '', { textContent: side.text || (side.pictures.length ? '' : words.nothing_here) }))
    for (const sha of side.pictures) box.append(make('img', '', { src: page.pictures.address(`asset:${sha}`), alt: '' }))
    return box
  }

  function draw (data) {
    list.replaceChildren()
    for (const field of data.fields) {
      list.append(make('section', 'merge__chunk', {}, make('h3', '', { textContent: field.label }), make('div', 'merge__sides', {},
        cell({ text: field.mine, pictures: [] }, 'mine', data.who), cell({ text: field.theirs, pictures: [] }, 'theirs', data.who)), choices(`field-${field.name}`, field.choice || 'mine', data.who, false)))
    }
    data.chunks.forEach((chunk, at) => {
      if (chunk.same) return list.append(make('p', 'merge__same', { textContent: words.unchanged.replace('{n}', chunk.mine.html.length) }))
      list.append(make('section', chunk.clash ? 'merge__chunk merge__chunk--clash' : 'merge__chunk', {}, make('div', 'merge__sides', {},
        cell(chunk.mine, 'mine', data.who), cell(chunk.theirs, 'theirs', data.who)), choices(`chunk-${at}`, chunk.choice, data.who)))
    })
  }

  function result (data) {
    const chosen = (name) => list.querySelector(`input[name="${name}"]:checked`)?.value
    const merged = { ...page.read() }
    if (data.theirs.film) page.films.add(data.theirs.film)
    for (const field of data.fields) if (chosen(`field-${field.name}`) === 'theirs') merged[field.name] = 'value' in field ? field.value : field.theirs
    merged.html = data.chunks.map((chunk, at) => {
      const side = chunk.same ? 'mine' : chosen(`chunk-${at}`)
      return side === 'both' ? [...chunk.mine.html, ...chunk.theirs.html] : chunk[side].html
    }).flat().join('')
    merged.variants = { ...data.theirs.variants, ...merged.variants }
    merged.settings = { ...data.theirs.settings, ...merged.settings }
    merged.tags = [...new Set([...data.theirs.tags, ...merged.tags])]
    merged.cover ??= data.theirs.cover
    return merged
  }

  async function open (done) {
    const answer = await ask(form, setup.urls.draft_merge, { body: JSON.stringify({ ...page.read(), base: page.base }) })
    if (!answer.ok) return toast(why(answer), 'error')
    draw(answer.data)
    page.part('merge-apply').onclick = () => {
      page.write(result(answer.data))
      dialog.close()
      done(answer.data.number)
      toast(words.merged)
    }
    dialog.showModal()
  }

  return { open }
}
