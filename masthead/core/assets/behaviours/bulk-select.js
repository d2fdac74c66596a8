// Check boxes of a table: all, a range with Shift, and the bar that appears with the count.
import { behaviour } from '../behaviour.js'

behaviour('bulk-select', (form) => {
  const boxes = () => [...form.querySelectorAll('[data-bulk="one"]')]
  let last = null
  const show = () => {
    const all = form.querySelector('[data-bulk="all"]')
    const bar = form.querySelector('[data-bulk="bar"]')
    const chosen = boxes().filter((box) => box.checked).length
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length
      all.indeterminate = chosen > 0 && !all.checked
    }
    if (!bar) return
    bar.hidden = chosen === 0
    bar.querySelector('[data-bulk="count"]').textContent = chosen
  }
  form.addEventListener('click', (event) => {
    const box = event.target
    if (box.dataset?.bulk === 'all') boxes().forEach((one) => { one.checked = box.checked })
    if (box.dataset?.bulk === 'one') {
      if (event.shiftKey && last && last !== box) {
        const list = boxes()
        const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b)
        list.slice(from, to + 1).forEach((one) => { one.checked = box.checked })
      }
      last = box
    }
    if (box.dataset?.bulk) show()
  })
  document.addEventListener('htmx:after:swap', show)
  show()
  return () => document.removeEventListener('htmx:after:swap', show)
})
