// A <details> that stands open on a desk and begins closed on a phone.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('fold-on-phone', (details) => {
  if (matchMedia('(max-width: 900px)').matches) details.open = false
})
