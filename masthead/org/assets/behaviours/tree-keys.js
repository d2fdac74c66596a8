// The tree of departments by keyboard: up and down go from row to row, home and end to the first and last.
import { behaviour } from '../../../core/assets/behaviour.js'

const STEPS = { ArrowDown: 1, ArrowUp: -1 }

behaviour('tree-keys', (tree) => {
  const move = (event) => {
    const links = [...tree.querySelectorAll('a')]
    const here = links.indexOf(document.activeElement)
    let next = here + (STEPS[event.key] ?? 0)
    if (event.key === 'Home') next = 0
    else if (event.key === 'End') next = links.length - 1
    else if (!(event.key in STEPS) || here < 0) return
    event.preventDefault()
    links[Math.max(0, Math.min(next, links.length - 1))]?.focus()
  }
  tree.addEventListener('keydown', move)
  return () => tree.removeEventListener('keydown', move)
})
