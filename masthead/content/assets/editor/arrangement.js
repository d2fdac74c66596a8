// Accounts and window that were changed but not saved go along with the text: nobody hands in what is not on the screen.
import { toast } from '../../../core/assets/behaviours/toast.js'

const read = (form) => new URLSearchParams(new FormData(form)).toString().replace(/csrfmiddlewaretoken=[^&]*&?/, '')

export function makeArrangement (words) {
  let kept = ''
  const form = () => document.getElementById('release')
  if (form()) kept = read(form())
  document.addEventListener('content:draft:release_arranged', () => { if (form()) kept = read(form()) })

  async function save () {
    const here = form()
    if (!here || read(here) === kept) return true
    if (!here.reportValidity()) return false
    const answer = await fetch(here.action, { method: 'POST', body: new FormData(here), headers: { 'HX-Request': 'true' } })
    const html = await answer.text()
    if (answer.ok || answer.status === 422) {
      here.outerHTML = html
      window.htmx?.process(form())
    }
    if (answer.ok) kept = read(form())
    else toast(words, 'error')
    return answer.ok
  }

  return { save }
}
