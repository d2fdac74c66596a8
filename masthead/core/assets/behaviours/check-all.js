// One box for all boxes of a name in the same form. Hidden without scripts: then each is ticked by hand.
import { behaviour } from '../behaviour.js'

behaviour('check-all', (label) => {
  const all = label.querySelector('input')
  const boxes = () => [...all.form.querySelectorAll(`input[name="${label.dataset.name}"]`)]
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length
    all.checked = chosen === boxes().length
    all.indeterminate = chosen > 0 && !all.checked
  }
  label.hidden = false
  all.addEventListener('change', () => boxes().forEach((box) => { box.checked = all.checked }))
  all.form.addEventListener('change', show)
  show()
})
