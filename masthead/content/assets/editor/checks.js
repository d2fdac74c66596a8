// The machine check follows the pen: a few seconds after the last change the whole text is looked at.
import { formOf, post } from './talk.js'

export function makeChecks (page) {
  const target = document.getElementById('findings')
  let timer
  let running

  async function run () {
    running?.abort()
    running = new AbortController()
    const body = formOf(page.read())
    target.setAttribute('aria-busy', 'true')
    const answer = await post(page.form, page.setup.urls.draft_check, body, running.signal)
    if (answer.ok) {
      target.innerHTML = answer.data.html
      marks()
    }
    if (!answer.aborted) target.removeAttribute('aria-busy')
  }

  // What one account alone has wrong stands on its tab as well.
  function marks () {
    for (const tab of document.querySelectorAll('[data-editor="tabs"] [data-account]')) {
      const found = target.querySelector(`[data-of-account="${tab.dataset.account}"]`)
      const mark = tab.querySelector('[data-tab="issues"]')
      if (!mark) continue
      mark.textContent = found?.dataset.count || ''
      mark.dataset.level = found?.dataset.level || ''
      mark.hidden = !found
    }
  }

  const later = (wait = 2500) => {
    clearTimeout(timer)
    timer = setTimeout(run, wait)
  }
  page.part('check').addEventListener('click', run)
  document.addEventListener('content:draft:release_arranged', () => later(100))
  return { later }
}
