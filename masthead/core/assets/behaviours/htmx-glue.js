// htmx: fragments of refusals come into view, an invalid form puts the cursor where it is wrong, a dead network says so.
import htmx from 'htmx.org'
import { word } from '../behaviour.js'
import { toast } from './toast.js'

htmx.config.includeIndicatorCSS = false
htmx.config.defaultSettleDelay = 0
window.htmx = htmx

document.addEventListener('htmx:after:swap', (event) => {
  const notice = document.querySelector('#notice-area > .alert')
  if (notice && !notice.dataset.seen) {
    notice.dataset.seen = 'yes'
    notice.scrollIntoView({ block: 'nearest' })
    notice.focus()
  } else if (event.detail?.ctx?.response?.status === 422) {
    document.querySelector('dialog[open] [aria-invalid="true"], main [aria-invalid="true"]')?.focus()
  }
})

document.addEventListener('htmx:before:request', (event) => {
  if (event.detail?.ctx?.request?.method !== 'GET') document.getElementById('notice-area')?.replaceChildren()
})

document.addEventListener('toast', (event) => toast(event.detail.text, event.detail.level))

document.addEventListener('htmx:error', (event) => {
  const error = event.detail?.error
  if (error && error.name !== 'AbortError') toast(word('network'), 'error')
})
