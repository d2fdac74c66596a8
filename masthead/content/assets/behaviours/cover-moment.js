// The second at which the film was stopped becomes the moment of the cover.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('cover-moment', (form) => {
  const film = form.parentElement.querySelector('video')
  const field = form.elements.at
  if (!film || !field) return
  const note = () => { field.value = film.currentTime.toFixed(1) }
  film.addEventListener('pause', note)
  film.addEventListener('seeked', note)
})
