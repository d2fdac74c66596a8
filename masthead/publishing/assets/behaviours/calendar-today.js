// On a phone the days stand one below the other: a calendar that was opened for no day in particular begins at today.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('calendar-today', (calendar) => {
  const asked = new URLSearchParams(location.search).has('on') || location.hash
  if (asked || !matchMedia('(max-width: 760px)').matches) return
  const today = calendar.querySelector('#today')
  today?.scrollIntoView({ block: today.matches('th') ? 'nearest' : 'start', inline: 'start' })
})
