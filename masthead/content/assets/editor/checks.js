// The machine check follows the pen: a few seconds after the last change the whole text is looked at.
import { post } from './talk.js'

export function makeChecks (page) {
  const target = document.getElementById('findings')
  let timer
  let running

  async function run () {
    running?.abort()
    running = new AbortController()
    const body = new FormData()
    for (const [name, value] of Object.entries(page.read())) body.set(name, value ?? '')
    target.setAttribute('aria-busy', 'true')
    const answer = await post(page.form, page.setup.urls.draft_check, body, running.signal)
    if (answer.ok) target.innerHTML = answer.data.html
    if (!answer.aborted) target.removeAttribute('aria-busy')
  }

  const later = (wait = 2500) => {
    clearTimeout(timer)
    timer = setTimeout(run, wait)
  }
  page.part('check').addEventListener('click', run)
  document.addEventListener('content:draft:release_arranged', () => later(100))
  return { later }
}
