// Pictures and films of the asset library: taken into the draft from inside the editor, as cover, into the text, or as its video.
import { formOf, post, why } from './talk.js'

export function bindLibrary (page) {
  const { setup } = page
  const box = page.part('library')

  const uses = {
    cover (file) {
      page.covers.choose(file.id)
      return setup.words.as_cover
    },
    text (file) {
      page.paper.insertPicture(file)
      return setup.words.in_text
    },
    video (file) {
      page.films.add(file)
      page.films.choose(file.id)
      return setup.words.as_video
    }
  }

  const say = (form, name, text) => {
    for (const line of box.querySelectorAll('[data-picker="why"], [data-picker="done"]')) line.hidden = true
    const line = form.querySelector(`[data-picker="${name}"]`)
    line.textContent = text
    line.hidden = false
  }

  async function take (form, as) {
    const answer = await post(page.form, setup.urls.material_use, formOf({ material: form.elements.material.value }))
    if (!answer.ok) return say(form, 'why', answer.offline ? setup.words.no_upload : why(answer))
    if (as !== 'video') page.pictures.know(answer.data)
    say(form, 'done', uses[as](answer.data))
    page.changed()
  }

  box.addEventListener('submit', (event) => {
    const as = event.submitter?.dataset.as
    if (!as) return
    event.preventDefault()
    take(event.target, as)
  })
}
