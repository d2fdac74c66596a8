// Whom to name while a comment is written: after an @ the server offers those who may read the thing.
import { behaviour } from '../behaviour.js'

const ASKED = /(?:^|[^\w@])@([^\s@]{0,20})$/

behaviour('mention', (form) => {
  const area = form.querySelector('textarea')
  const list = form.querySelector('[data-mention="list"]')
  if (!area || !list) return
  let asked = 0

  const close = () => {
    asked += 1
    list.hidden = true
    list.replaceChildren()
  }

  const choose = (name) => {
    const before = area.value.slice(0, area.selectionStart).replace(/@[^\s@]*$/, `@${name} `)
    area.value = before + area.value.slice(area.selectionStart)
    area.setSelectionRange(before.length, before.length)
    close()
    area.focus()
  }

  const ask = async () => {
    const found = area.value.slice(0, area.selectionStart).match(ASKED)
    if (!found) return close()
    const turn = (asked += 1)
    const answer = await fetch(`${form.dataset.people}?q=${encodeURIComponent(found[1])}`).catch(() => null)
    if (!answer?.ok || turn !== asked) return
    list.innerHTML = await answer.text()
    list.hidden = !list.childElementCount
  }

  area.addEventListener('input', ask)
  area.addEventListener('keydown', (event) => {
    if (list.hidden) return
    if (event.key === 'Escape') close()
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.querySelector('button')?.focus()
    }
  })
  list.addEventListener('click', (event) => {
    const person = event.target.closest('[data-name]')
    if (person) choose(person.dataset.name)
  })
})
