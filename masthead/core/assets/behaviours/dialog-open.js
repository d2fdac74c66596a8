// A link to a <dialog>'s id opens it as a modal. Without scripts :target shows it in the page.
import { behaviour } from '../behaviour.js'

behaviour('dialog-open', (opener) => {
  opener.setAttribute('role', 'button')
  opener.setAttribute('aria-haspopup', 'dialog')
  opener.addEventListener('click', (event) => {
    const dialog = document.getElementById((opener.getAttribute('href') || '#' + opener.dataset.dialog).slice(1))
    if (!dialog?.showModal) return
    event.preventDefault()
    dialog.showModal()
  })
  opener.addEventListener('keydown', (event) => {
    if (event.key === ' ') {
      event.preventDefault()
      opener.click()
    }
  })
})

behaviour('dialog', (dialog) => {
  dialog.addEventListener('click', (event) => {
    const closing = event.target.closest('[data-close]')
    if (closing) event.preventDefault()
    if (closing || event.target === dialog) dialog.close()
  })
})
