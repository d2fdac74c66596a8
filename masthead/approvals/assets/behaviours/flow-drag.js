// Steps of a path are dragged by their grip, with mouse, pen or finger; what moves is handed in by a button of the same form.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('flow-drag', (path) => {
  let held = null
  const items = () => [...path.querySelectorAll('.flow__item')]
  const place = (y) => {
    const others = items().filter((item) => item !== held)
    const next = others.findIndex((item) => {
      const box = item.getBoundingClientRect()
      return y < box.top + box.height / 2
    })
    return next < 0 ? others.length : next
  }
  const show = (index) => {
    const others = items().filter((item) => item !== held)
    items().forEach((item) => { delete item.dataset.drop })
    if (others[index]) others[index].dataset.drop = 'before'
    else others.at(-1).dataset.drop = 'after'
  }
  const clear = () => {
    items().forEach((item) => { delete item.dataset.drop })
    delete held?.dataset.held
    held = null
  }
  const start = (event) => {
    const grip = event.target.closest('[data-grip]')
    if (!grip || items().length < 2) return
    event.preventDefault()
    held = grip.closest('.flow__item')
    held.dataset.held = 'yes'
    path.setPointerCapture(event.pointerId)
  }
  const move = (event) => {
    if (held) show(place(event.clientY))
  }
  const drop = (event) => {
    if (!held) return
    const [was, to, key] = [items().indexOf(held), place(event.clientY), held.dataset.step]
    clear()
    if (was === to) return
    const button = document.createElement('button')
    button.name = 'deed'
    button.value = `place:${key}:${to}`
    button.hidden = true
    path.append(button)
    button.click()
  }
  path.addEventListener('pointerdown', start)
  path.addEventListener('pointermove', move)
  path.addEventListener('pointerup', drop)
  path.addEventListener('pointercancel', clear)
})
