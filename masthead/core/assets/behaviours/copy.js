// Copies `data-copy` (or the text of the element that `data-copy-from` names).
import { behaviour, word } from '../behaviour.js'
import { toast } from './toast.js'

behaviour('copy', (button) => {
  button.addEventListener('click', async () => {
    const from = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom)
    try {
      await navigator.clipboard.writeText(from ? from.value ?? from.textContent.trim() : button.dataset.copy)
      toast(word('copied'))
    } catch {
      toast(word('copy_failed'), 'warning')
    }
  })
})
