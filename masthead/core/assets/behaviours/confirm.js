// A deed that cannot be undone: the button wakes up when the reason is long enough. The server checks it again.
import { behaviour, word } from '../behaviour.js'

behaviour('confirm', (form) => {
  const reason = form.querySelector('[name="reason"]')
  const button = form.querySelector('button[type="submit"]')
  const hint = form.querySelector('[data-hint]')
  if (!reason || !button) return
  const least = Number(reason.getAttribute('minlength') || 1)
  const weigh = () => {
    const missing = least - reason.value.trim().length
    button.disabled = missing > 0
    if (hint) hint.textContent = missing > 0 ? word('reason', { count: missing }) : ''
  }
  reason.addEventListener('input', weigh)
  weigh()
})
