// The one script of every page: styles, htmx, and the behaviours. Charts, editor and fallback fonts load only where they are needed.
import './app.css'
import './behaviours/htmx-glue.js'
import './behaviours/fallback-font.js'
import './behaviours/theme.js'
import './behaviours/menu.js'
import './behaviours/nav-fold.js'
import './behaviours/dialog-open.js'
import './behaviours/confirm.js'
import './behaviours/tabs.js'
import './behaviours/toast.js'
import './behaviours/copy.js'
import './behaviours/reltime.js'
import './behaviours/countdown.js'
import './behaviours/counter.js'
import './behaviours/dirty-form.js'
import './behaviours/bulk-select.js'
import './behaviours/check-all.js'
import './behaviours/autosubmit.js'
import './behaviours/search.js'
import './behaviours/mention.js'
import { behaviour } from './behaviour.js'

behaviour('chart', (element) => {
  let chart
  let gone = false
  import('./charts.js').then(async ({ draw }) => {
    if (!gone) chart = await draw(element)
  })
  return () => {
    gone = true
    chart?.dispose()
  }
})
