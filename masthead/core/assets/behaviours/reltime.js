// Keeps “3分钟前” true while the page stays open.
import { behaviour, word } from '../behaviour.js'

const format = new Intl.RelativeTimeFormat(document.documentElement.lang || 'zh', { numeric: 'always' })

function tell (time) {
  const seconds = (new Date(time.dateTime) - Date.now()) / 1000
  const size = Math.abs(seconds)
  if (size < 60) return word('now')
  if (size < 3600) return format.format(Math.trunc(seconds / 60), 'minute')
  if (size < 86400) return format.format(Math.trunc(seconds / 3600), 'hour')
  if (size < 7 * 86400) return format.format(Math.trunc(seconds / 86400), 'day')
  return ''
}

behaviour('reltime', (time) => {
  const refresh = () => {
    const text = tell(time)
    if (text) time.textContent = text
  }
  const timer = setInterval(refresh, 60000)
  return () => clearInterval(timer)
})
