// Light or dark, remembered in a cookie so that the server draws the first frame right. Without scripts the form does it.
import { behaviour, cookie } from '../behaviour.js'

const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

export const isDark = () => root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' && dark.matches)
const announce = () => document.dispatchEvent(new CustomEvent('theme:changed'))
dark.addEventListener('change', announce)

behaviour('theme', (form) => {
  const change = (event) => {
    event.preventDefault()
    const theme = isDark() ? 'light' : 'dark'
    root.dataset.theme = theme
    cookie('theme', theme)
    announce()
  }
  form.addEventListener('submit', change)
})
