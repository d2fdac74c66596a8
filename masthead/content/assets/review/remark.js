// Selected words become a remark: the form learns part, place and quote. The server finds the words itself and trusts no number.
import { behaviour } from '../../../core/assets/behaviour.js'

const pick = () => document.getElementById('pick')
let held

function selected () {
  const range = document.getSelection()?.rangeCount ? document.getSelection().getRangeAt(0) : null
  const start = range && !range.collapsed ? run(range.startContainer) : null
  const part = start?.closest('[data-part]')
  if (!part || !part.contains(range.endContainer)) return null
  const runs = [...part.querySelectorAll('[data-at]')].filter((one) => range.intersectsNode(one))
  const words = runs.map((one) => cut(one, range))
  const quote = words.map((text, at) => (at && blockOf(runs[at]) !== blockOf(runs[at - 1]) ? '\n' : '') + text).join('')
  const skipped = runs[0]?.contains(range.startContainer) ? range.startOffset : 0
  return quote.trim() ? { part: part.dataset.part, start: Number(runs[0].dataset.at) + skipped, quote, range } : null
}

const run = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.('[data-part] [data-at], [data-part]')
const blockOf = (node) => node.closest('p, li, td, th, h1, h2, h3, h4, blockquote, figcaption, pre, section, [data-part]')

function cut (one, range) {
  const from = one.contains(range.startContainer) ? range.startOffset : 0
  const to = one.contains(range.endContainer) ? range.endOffset : one.textContent.length
  return one.textContent.slice(from, to)
}

export function write (kind = 'comment') {
  const form = document.getElementById('remark-form')
  if (!form || !(held = selected() || held)) return
  form.reset()
  for (const name of ['part', 'start', 'quote']) form.elements[name].value = held[name]
  form.querySelector(`[name="kind"][value="${kind}"]`).checked = true
  form.elements.replacement.value = kind === 'suggestion' ? held.quote : ''
  form.dispatchEvent(new Event('change'))
  pick().hidden = true
  document.getElementById('remark-dialog')?.showModal()
  form.elements[kind === 'suggestion' ? 'replacement' : 'body'].focus()
}

document.addEventListener('selectionchange', () => {
  const box = pick()
  const found = box && document.getElementById('remark-form') && selected()
  if (!box || (!found && box.matches(':hover'))) return
  box.hidden = !found
  if (!found) return
  held = found
  const at = found.range.getBoundingClientRect()
  box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - 220))}px`
  box.style.top = `${at.bottom + 8}px`
})
document.addEventListener('pointerdown', (event) => event.target.closest('#pick') && event.preventDefault())
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-pick]')
  if (button) write(button.dataset.pick)
})

behaviour('remark-form', (form) => {
  const weigh = () => { form.querySelector('[data-remark="replacement"]').hidden = form.elements.kind.value !== 'suggestion' }
  form.addEventListener('change', weigh)
  weigh()
})
document.addEventListener('content:annotation:made', () => document.getElementById('remark-dialog')?.close?.())
