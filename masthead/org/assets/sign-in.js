// Signing in and its settings: passkeys need the browser's help, printing too; everything else works without scripts.
import './sign-in.css'
import './passkeys.js'
import { behaviour } from '../../core/assets/behaviour.js'

behaviour('print', (button) => {
  button.hidden = false
  button.addEventListener('click', () => window.print())
})
