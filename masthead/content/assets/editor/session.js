// Signed out while writing: the words stay here, and go on as soon as the same person is signed in again, in whatever tab.
import { ask } from './talk.js'

const EVERY = 4000

export function makeSession (page) {
  const box = page.part('signed-out')
  let timer

  function lost () {
    if (!timer) timer = setInterval(look, EVERY)
    box.hidden = false
    page.state.say('signed_out')
  }

  function found () {
    clearInterval(timer)
    timer = undefined
    box.hidden = true
  }

  // A new sign-in has a new token; every form of the page takes it.
  async function renew () {
    const answer = await ask(page.form, page.setup.urls.draft_token, { method: 'GET' })
    if (!answer.ok) return false
    if (answer.data.member !== page.setup.member) {
      page.state.say('other_member')
      return false
    }
    for (const input of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) input.value = answer.data.token
    return answer.data
  }

  async function look () {
    if (!await renew()) return
    found()
    page.keeper.now()
  }

  page.part('signed-in').addEventListener('click', look)
  page.part('take-over').addEventListener('click', async () => {
    const fresh = await renew()
    if (!fresh) return
    page.part('elsewhere').hidden = true
    page.keeper.takeOver(fresh.serial)
  })
  return { lost, found, renew, close: () => clearInterval(timer) }
}
