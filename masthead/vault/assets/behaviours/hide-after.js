// Takes the content away after `data-seconds`, and at once when the page is left: nothing stays for the way back.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('hide-after', (box) => {
  const end = Date.now() + Number(box.dataset.seconds) * 1000
  const left = box.querySelector('[data-left]')
  const bar = box.querySelector('progress')
  let timer
  const wipe = () => {
    clearInterval(timer)
    box.querySelectorAll('[data-content]').forEach((part) => part.remove())
    box.querySelectorAll('[data-gone]').forEach((part) => { part.hidden = false })
  }
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    if (left) left.textContent = seconds
    if (bar) bar.value = seconds
    if (!seconds) wipe()
  }
  timer = setInterval(tick, 250)
  tick()
  window.addEventListener('pagehide', wipe)
  return () => { clearInterval(timer); window.removeEventListener('pagehide', wipe) }
})
