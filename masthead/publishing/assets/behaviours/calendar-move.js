// A chip dragged to another day or hour, or chosen with M, opens the box that says what the move would mean; nothing moves before that.
import { behaviour } from '../../../core/assets/behaviour.js'

const SPOT = '[data-day]'

behaviour('calendar-move', (calendar) => {
  const box = document.getElementById('cal-box')
  const open = (address, title) => {
    box.querySelector('h2').textContent = title
    window.htmx.ajax('GET', address, { target: '#cal-box-body', swap: 'innerHTML' })
    if (!box.open) box.showModal()
  }
  const ask = (chip, at) => {
    const address = new URL(calendar.dataset.moving.replace('/0/', `/${chip.dataset.move}/`), location.href)
    address.searchParams.set('at', at)
    address.searchParams.set('back', calendar.dataset.back)
    open(address.pathname + address.search, calendar.dataset.title)
  }
  let lifted = null
  const mark = (spot) => {
    calendar.querySelectorAll('.cal__day--target').forEach((old) => old.classList.remove('cal__day--target'))
    spot?.classList.add('cal__day--target')
  }
  calendar.addEventListener('dragstart', (event) => {
    lifted = event.target.closest('[data-move]')
    lifted ? lifted.classList.add('cal-chip--lifted') : event.preventDefault()
  })
  calendar.addEventListener('dragend', () => {
    lifted?.classList.remove('cal-chip--lifted')
    mark(null)
    lifted = null
  })
  calendar.addEventListener('dragover', (event) => {
    const spot = event.target.closest(SPOT)
    if (!lifted || !spot) return
    event.preventDefault()
    mark(spot)
  })
  calendar.addEventListener('drop', (event) => {
    const spot = event.target.closest(SPOT)
    if (!lifted || !spot) return
    event.preventDefault()
    const [, hour, minute] = lifted.dataset.at.match(/T(\d\d):(\d\d)/)
    ask(lifted, `${spot.dataset.day}T${spot.dataset.hour || hour}:${minute}`)
  })
  calendar.addEventListener('keydown', (event) => {
    const chip = event.target.closest?.('[data-move]')
    if (chip && event.key.toLowerCase() === 'm' && !event.ctrlKey && !event.metaKey) ask(chip, chip.dataset.at)
  })
  const boxed = (event) => {
    const link = event.target.closest('[data-box]')
    if (!link || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const back = encodeURIComponent(calendar.dataset.back)
    open(`${link.dataset.box}${link.dataset.box.includes('?') ? '&' : '?'}back=${back}`, link.dataset.title)
  }
  document.addEventListener('click', boxed)
  return () => document.removeEventListener('click', boxed)
})
