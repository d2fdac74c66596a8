// Saving a version, and handing it in with the path shown first.
import { toast } from '../../../core/assets/behaviours/toast.js'
import { makeArrangement } from './arrangement.js'
import { formOf, post, why } from './talk.js'

export function makeSaving (page) {
  const { form, setup, state } = page
  const dialog = document.getElementById('hand-in')
  const arrangement = makeArrangement(form.dataset.arrangementRefused || '')

  async function version () {
    const body = formOf(page.read())
    body.set('expected_revision', page.base)
    state.say('sending')
    page.keeper.clean()
    const answer = await post(form, setup.urls.draft_save, body)
    if (answer.ok) {
      page.base = answer.data.number
      form.elements.expected_revision.value = page.base
      page.keeper.saved()
      form.dispatchEvent(new CustomEvent('masthead:saved'))
      state.say('saved', { n: page.base })
      page.part('restored')?.remove()
      page.preview.refresh()
      return true
    }
    page.keeper.changed()
    if (answer.signedOut) page.session.lost()
    else if (answer.offline) state.say('offline')
    else {
      state.say('refused', { why: why(answer) })
      toast(why(answer), 'error')
    }
    return false
  }

  async function handIn () {
    if (!await arrangement.save() || !await version()) return
    const answer = await fetch(setup.urls.draft_submit, { headers: { 'HX-Request': 'true' } })
    if (!answer.ok) return location.assign(setup.urls.draft_submit)
    page.part('hand-in').innerHTML = await answer.text()
    window.htmx?.process(page.part('hand-in'))
    dialog.showModal()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (event.submitter?.dataset.save === 'submit') handIn()
    else version()
  })
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault()
      version()
    }
  })

  return { version }
}
