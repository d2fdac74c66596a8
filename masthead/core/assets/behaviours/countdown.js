// Time left to a deadline, and how far it is over.
import { behaviour, word } from '../behaviour.js'

function span (seconds) {
  const days = Math.floor(seconds / 86400)
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  if (days) return word('days', { d: days, h: hours })
  if (hours) return word('hours', { h: hours, m: minutes })
  return seconds >= 60 ? word('minutes', { m: minutes }) : word('seconds', { s: Math.floor(seconds) })
}

behaviour('countdown', (time) => {
  let timer
  const tick = () => {
    const left = (new Date(time.dateTime) - Date.now()) / 1000
    time.textContent = word(left >= 0 ? 'left' : 'over', { span: span(Math.abs(left)) })
    time.toggleAttribute('data-over', left < 0)
    timer = setTimeout(tick, Math.abs(left) < 120 ? 1000 : 30000)
  }
  tick()
  return () => clearTimeout(timer)
})
