// The hands stay on the keys: j and k walk through what is marked, c remarks, a goes to the decision, r returns, ? tells.
import { behaviour } from '../../../core/assets/behaviour.js'
import { close, open } from './marked.js'
import { write } from './remark.js'

function walk (step) {
  const seen = new Set()
  const marks = [...document.querySelectorAll('#review-text .mark')].filter((mark) => !seen.has(mark.dataset.keys) && seen.add(mark.dataset.keys))
  if (!marks.length) return
  const now = marks.findIndex((mark) => mark.dataset.now)
  const next = marks[now === -1 ? (step > 0 ? 0 : marks.length - 1) : (now + step + marks.length) % marks.length]
  next.scrollIntoView({ block: 'center' })
  next.focus({ preventScroll: true })
  open(next)
}

function decide () {
  const form = document.getElementById('decision')
  form?.scrollIntoView({ block: 'nearest' })
  form?.querySelector('input[type="checkbox"]:not([hidden]), textarea')?.focus()
}

const DEEDS = {
  j: () => walk(1),
  k: () => walk(-1),
  c: () => write('comment'),
  a: decide,
  r: () => document.getElementById('return-case')?.showModal?.(),
  '?': () => document.getElementById('review-help')?.showModal?.(),
  Escape: close
}

behaviour('review-keys', () => {
  const press = (event) => {
    const typing = event.target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]')
    if (event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector('dialog[open]')) return
    const deed = DEEDS[event.key]
    if (!deed) return
    if (event.key !== 'Escape') event.preventDefault()
    deed()
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
})
