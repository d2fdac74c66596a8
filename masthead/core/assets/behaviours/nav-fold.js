// Remembers which chapters of the side bar a person has folded; the cookie lets the server draw them folded.
import { behaviour, cookie } from '../behaviour.js'

behaviour('nav-fold', (nav) => {
  const groups = [...nav.querySelectorAll('details[data-chapter]')]
  const remember = () => cookie('folded', groups.filter((g) => !g.open).map((g) => g.dataset.chapter).join('.'))
  groups.forEach((group) => group.addEventListener('toggle', remember))
  nav.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
})
