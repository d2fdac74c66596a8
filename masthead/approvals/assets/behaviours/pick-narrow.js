// A long list of boxes is narrowed by a few typed characters; what is ticked stays in sight. Without scripts the list scrolls.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('pick-narrow', (pick) => {
  const search = pick.querySelector('.pick__search')
  const rows = [...pick.querySelectorAll('.pick__list label:has(input)')]
  if (rows.length < 9) return
  search.hidden = false
  const narrow = () => {
    const wanted = search.value.trim().toLowerCase()
    for (const row of rows) {
      const fits = !wanted || row.textContent.toLowerCase().includes(wanted) || row.querySelector('input').checked
      row.parentElement.hidden = !fits
    }
  }
  search.addEventListener('input', narrow)
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault()
  })
})
