// Ctrl-K: a dialog. Rooms and the page's own deeds answer at once, things come from the server; arrows choose, Enter goes to the first.
import { behaviour } from '../behaviour.js'

function places () {
  const links = document.querySelectorAll('.sidebar .nav-link, .page__actions a.btn[href]:not([href^="#"]), .topbar .menu__item[href]')
  return [...links].map((link) => ({
    href: link.href,
    text: (link.querySelector('.nav-link__text') || link).textContent.trim(),
    group: link.closest('[data-chapter]')?.dataset.label || ''
  }))
}

behaviour('search', (dialog) => {
  const input = dialog.querySelector('input')
  const list = dialog.querySelector('[data-places]')
  const fill = () => {
    const wanted = input.value.trim().toLowerCase()
    const found = wanted ? [] : places().slice(0, 9)
    list.replaceChildren(...found.map((place) => {
      const link = Object.assign(document.createElement('a'), { className: 'menu__item', href: place.href, textContent: place.text })
      const note = Object.assign(document.createElement('small'), { className: 'muted', textContent: place.group })
      link.append(note)
      const item = document.createElement('li')
      item.append(link)
      return item
    }))
  }
  const open = (event) => {
    event?.preventDefault()
    if (!dialog.open) dialog.showModal()
    input.select()
    fill()
  }
  const keys = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') open(event)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!dialog.open || !step) return
    event.preventDefault()
    const stops = [input, ...dialog.querySelectorAll('a')]
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus()
  }
  input.addEventListener('input', fill)
  input.form?.addEventListener('submit', (event) => {
    const first = dialog.querySelector('.search__list a')
    if (!first) return
    event.preventDefault()
    first.click()
  })
  dialog.addEventListener('search:open', open)
  document.addEventListener('keydown', keys)
  return () => document.removeEventListener('keydown', keys)
})

behaviour('search-open', (link) => {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    document.getElementById('search-dialog')?.dispatchEvent(new Event('search:open'))
  })
})
