// Characters used, beside a field with a limit; counts as a reader does, an emoji is one.
import { behaviour } from '../behaviour.js'

behaviour('counter', (field) => {
  const input = field.querySelector('input, textarea')
  const place = field.querySelector('.field__counter')
  const most = Number(place?.dataset.most || input?.getAttribute('maxlength'))
  if (!input || !place || !most) return
  const count = () => {
    const used = [...input.value].length
    place.textContent = `${used} / ${most}`
    place.toggleAttribute('data-over', used > most)
  }
  input.addEventListener('input', count)
  count()
})
