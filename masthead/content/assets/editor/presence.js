// Who else has this draft open: this window beats every ten seconds and hears of the others.
import { ask } from './talk.js'

const EVERY = 10_000

export function makePresence (page) {
  const box = page.part('present')
  const names = box.querySelector('span')

  async function beat () {
    if (document.visibilityState === 'hidden') return
    const answer = await ask(page.form, page.setup.urls.draft_pulse, { body: JSON.stringify({ window: page.window }) })
    if (answer.signedOut && !await page.session.renew()) return page.session.lost()
    if (!answer.ok) return
    box.hidden = !answer.data.others.length
    names.textContent = page.setup.words.present.replace('{names}', answer.data.others.join('、'))
  }

  const timer = setInterval(beat, EVERY)
  beat()
  return { close: () => clearInterval(timer) }
}
