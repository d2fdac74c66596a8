// A mark in the text opens what is said of it: beside the words on a desk, from below on a phone. Without scripts the hint on hover tells.
import { behaviour } from '../../../core/assets/behaviour.js'

const peek = () => document.getElementById('peek')

export function close () {
  const box = peek()
  if (!box || box.hidden) return
  box.hidden = true
  document.querySelectorAll('.mark[data-now]').forEach((mark) => delete mark.dataset.now)
}

export function open (mark) {
  const box = peek()
  if (!box) return
  close()
  const list = box.querySelector('[data-peek="cards"]')
  list.replaceChildren(...mark.dataset.keys.split(' ').map(copyOf).filter(Boolean))
  if (!list.children.length) return
  mark.dataset.now = 'yes'
  box.hidden = false
  window.htmx?.process(list)
  place(box, mark)
}

function copyOf (key) {
  const card = document.getElementById(`card-${key}`)?.cloneNode(true)
  card?.removeAttribute('id')
  return card
}

function place (box, mark) {
  if (window.matchMedia('(max-width: 767px)').matches) return box.removeAttribute('style')
  const at = mark.getBoundingClientRect()
  const below = at.bottom + 8 + box.offsetHeight < window.innerHeight
  box.style.left = `${Math.max(12, Math.min(at.left, window.innerWidth - box.offsetWidth - 12))}px`
  box.style.top = `${below ? at.bottom + 8 : Math.max(60, at.top - box.offsetHeight - 8)}px`
}

behaviour('marked', (text) => {
  text.addEventListener('click', (event) => {
    const mark = event.target.closest('.mark')
    if (mark && document.getSelection().isCollapsed) open(mark)
  })
  text.addEventListener('keydown', (event) => {
    if ((event.key === 'Enter' || event.key === ' ') && event.target.matches('.mark')) {
      event.preventDefault()
      open(event.target)
    }
  })
})

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-peek="close"]') || !event.target.closest('#peek, .mark')) close()
})
document.addEventListener('htmx:after:swap', close)
