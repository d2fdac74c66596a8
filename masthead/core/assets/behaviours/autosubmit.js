// A filter form sends itself when a choice changes; the button stays for keyboards without scripts.
import { behaviour } from '../behaviour.js'

behaviour('autosubmit', (form) => {
  form.querySelector('[data-autosubmit="button"]')?.classList.add('visually-hidden')
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, input[type="checkbox"], input[type="date"]')) form.requestSubmit()
  })
  form.addEventListener('submit', () => {
    for (const field of form.elements) if (field.name && field.value === '') field.disabled = true
  })
  addEventListener('pageshow', () => {
    for (const field of form.elements) field.disabled = false
  })
})
