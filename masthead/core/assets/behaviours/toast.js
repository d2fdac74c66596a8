// Short messages. Good news leaves after six seconds unless the pointer rests on it; trouble stays until it is closed.
import { behaviour } from '../behaviour.js'

export function toast (text, level = 'success') {
  const model = document.getElementById('toast-model')
  if (!model || !text) return
  const box = model.content.firstElementChild.cloneNode(true)
  box.querySelector('span').textContent = text
  box.dataset.level = level
  box.classList.add({ success: 'tone--green', error: 'tone--red', warning: 'tone--amber' }[level] || 'tone--blue')
  const use = box.querySelector('use')
  const drawing = { success: 'circle-check', error: 'alert-circle', warning: 'alert-triangle' }[level] || 'info-circle'
  use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${drawing}`))
  document.querySelector('.toasts').append(box)
}

behaviour('toast', (box) => {
  let timer
  const leave = () => box.remove()
  const wait = () => {
    if (!['error', 'warning'].includes(box.dataset.level)) timer = setTimeout(leave, 6000)
  }
  box.addEventListener('pointerenter', () => clearTimeout(timer))
  box.addEventListener('pointerleave', wait)
  box.querySelector('button')?.addEventListener('click', leave)
  wait()
  return () => clearTimeout(timer)
})
