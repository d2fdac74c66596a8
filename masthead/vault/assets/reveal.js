// The page that shows a secret once: its look, and the clock that takes the content away.
import './reveal.css'
import './behaviours/hide-after.js'
