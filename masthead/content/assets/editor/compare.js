// One field of an account beside the master's: take the master's, or keep one's own.
import { token } from './talk.js'

export function makeCompare (page) {
  const { setup, variants } = page
  const dialog = document.getElementById('field-compare')
  const say = (name, text) => { page.part(name).textContent = text }
  const asText = (value) => (Array.isArray(value) ? value.map((tag) => `#${tag}`).join(' ') : String(value ?? ''))

  function showBody (key) {
    const form = page.part('compare-form')
    form.elements.csrfmiddlewaretoken.value = token(page.form)
    form.elements.before.value = variants.valueOf('', 'html')
    form.elements.after.value = variants.valueOf(key, 'html')
    form.submit()
  }

  function showCover (key) {
    for (const [name, of] of [['compare-master', ''], ['compare-own', key]]) {
      const image = new Image()
      image.src = page.pictures.urlOf(variants.valueOf(of, 'cover')) || ''
      image.alt = ''
      page.part(name).replaceChildren(image)
    }
  }

  function open (key, name) {
    const body = name === 'html'
    say('compare-title', setup.labels[name])
    page.part('compare-frame').hidden = !body
    page.part('compare-words').hidden = body
    if (body) showBody(key)
    else if (name === 'cover') showCover(key)
    else {
      say('compare-master', asText(variants.valueOf('', name)))
      say('compare-own', asText(variants.valueOf(key, name)))
    }
    page.part('compare-take').onclick = () => done(() => variants.inherit(key, name))
    page.part('compare-keep').onclick = () => done(() => variants.standing(key, name) === 'behind' && variants.keep(key, name))
    dialog.showModal()
  }

  function done (deed) {
    variants.take()
    deed()
    dialog.close()
    page.changed()
  }

  return { open }
}
