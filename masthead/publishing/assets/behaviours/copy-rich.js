// Copies the element that `data-copy-from` names as formatted text, for platforms whose editor keeps the formatting.
import { behaviour, word } from '../../../core/assets/behaviour.js'
import { toast } from '../../../core/assets/behaviours/toast.js'

async function write (source) {
  const parts = { 'text/html': source.innerHTML, 'text/plain': source.innerText }
  const blobs = Object.entries(parts).map(([type, text]) => [type, new Blob([text], { type })])
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
}

behaviour('copy-rich', (button) => {
  button.addEventListener('click', async () => {
    try {
      await write(document.getElementById(button.dataset.copyFrom))
      toast(word('copied'))
    } catch {
      toast(word('copy_failed'), 'warning')
    }
  })
})
