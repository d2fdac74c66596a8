// <details class="menu">: closes on Escape, on a click outside, and when the focus leaves; arrows walk the items.
import { behaviour } from '../behaviour.js'

behaviour('menu', (menu) => {
  const close = (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false
  }
  const keys = (event) => {
    if (!menu.open) return
    if (event.key === 'Escape') {
      menu.open = false
      menu.querySelector('summary').focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const items = [...menu.querySelectorAll('.menu__item')]
    const here = items.indexOf(document.activeElement)
    items[(here + step + items.length) % items.length]?.focus()
  }
  const act = (event) => {
    if (event.target.closest('[data-behaviour~="dialog-open"], [data-behaviour~="copy"]')) menu.open = false
  }
  document.addEventListener('click', close)
  document.addEventListener('focusin', close)
  menu.addEventListener('keydown', keys)
  menu.addEventListener('click', act)
  return () => {
    document.removeEventListener('click', close)
    document.removeEventListener('focusin', close)
  }
})
