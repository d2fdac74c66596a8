// Tabs over parts of one page. Without scripts they are links to parts that all show.
import { behaviour } from '../behaviour.js'

behaviour('tabs', (root) => {
  const tabs = [...root.querySelectorAll('.tabs__item[href^="#"]')]
  const part = (tab) => document.getElementById(tab.hash.slice(1))
  const show = (chosen) => tabs.forEach((tab) => {
    const on = tab === chosen
    tab.setAttribute('aria-selected', String(on))
    tab.tabIndex = on ? 0 : -1
    part(tab).hidden = !on
  })
  root.querySelector('.tabs')?.setAttribute('role', 'tablist')
  tabs.forEach((tab, index) => {
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-controls', part(tab).id)
    part(tab).setAttribute('role', 'tabpanel')
    tab.addEventListener('click', (event) => {
      event.preventDefault()
      show(tab)
    })
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      const next = tabs[(index + step + tabs.length) % tabs.length]
      show(next)
      next.focus()
    })
  })
  if (tabs.length) show(tabs.find((tab) => tab.hash === location.hash) || tabs[0])
})
