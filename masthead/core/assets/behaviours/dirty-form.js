// Asks before a page with unsaved words is left.
import { behaviour } from '../behaviour.js'

behaviour('dirty-form', (form) => {
  const words = () => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString()
  let saved = words()
  let leaving = false
  const ask = (event) => {
    if (!leaving && words() !== saved) event.preventDefault()
  }
  const settle = () => {
    saved = words()
    leaving = false
  }
  form.addEventListener('submit', () => { leaving = true })
  form.addEventListener('masthead:saved', settle)
  document.addEventListener('htmx:after:request', settle)
  addEventListener('beforeunload', ask)
  return () => {
    document.removeEventListener('htmx:after:request', settle)
    removeEventListener('beforeunload', ask)
  }
})
