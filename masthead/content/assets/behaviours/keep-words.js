// Words of the minutes are kept while they are typed; what another scribe wrote meanwhile is put below, nothing is overwritten.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('keep-words', (form) => {
  const area = form.querySelector('textarea')
  const state = form.querySelector('[data-state]')
  const serial = form.elements.serial
  let kept = area.value
  let timer
  let running = false
  form.querySelector('[data-by-hand]').hidden = true
  const later = (wait) => {
    clearTimeout(timer)
    timer = setTimeout(send, wait)
  }
  async function send () {
    if (running || area.value === kept) return
    running = true
    const words = area.value
    state.textContent = form.dataset.saving
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }, keepalive: true })
      const told = await answer.json()
      if (answer.ok || answer.status === 409) serial.value = told.serial
      if (answer.status === 409) {
        area.value = `${told.words}\n———\n${area.value}`
        kept = told.words
        state.textContent = told.message
        later(1500)
      } else if (answer.ok) {
        kept = words
        state.textContent = form.dataset.saved
      } else state.textContent = told.message || form.dataset.failed
    } catch {
      state.textContent = form.dataset.failed
      later(4000)
    }
    running = false
    if (area.value !== kept && state.textContent === form.dataset.saved) later(300)
  }
  const leave = () => { send() }
  area.addEventListener('input', () => later(700))
  area.addEventListener('blur', leave)
  addEventListener('pagehide', leave)
  return () => {
    clearTimeout(timer)
    removeEventListener('pagehide', leave)
  }
})
