// No keystroke is lost: every change goes to this browser at once, and to the server as the writer's own working copy soon after.
import { post, why } from './talk.js'

const SOON = 1800
const RETRIES = [4000, 8000, 15000, 30000]

export function makeKeeper (page) {
  const { form, setup, state } = page
  const key = `masthead:draft:${setup.draft}:${setup.member}`
  const window_ = crypto.randomUUID().replaceAll('-', '')
  let serial = setup.serial
  let timer
  let tries = 0
  let sending = false
  let dirty = false
  let stopped = false

  const local = () => JSON.parse(localStorage.getItem(key) || 'null')
  const remember = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ words: page.read(), base: page.base, serial, at: Date.now() }))
    } catch { /* the browser's store is full or closed: the server copy remains */ }
  }
  const forget = () => localStorage.removeItem(key)
  const later = (wait) => {
    clearTimeout(timer)
    timer = setTimeout(send, wait)
  }

  async function send () {
    if (sending) return later(SOON)
    if (!dirty || stopped) return
    sending = true
    dirty = false
    state.say('sending')
    const body = JSON.stringify({ ...page.read(), base: page.base, serial, window: window_ })
    const answer = await post(form, setup.urls.draft_autosave, body)
    sending = false
    settle(answer)
  }

  function settle (answer) {
    if (answer.data.serial) serial = answer.data.serial
    if (answer.ok || answer.data.code === 'revision_moved') {
      tries = 0
      if (!dirty) forget()
      page.preview.refresh()
      if (answer.ok) return state.say('kept', { time: state.clock(new Date(answer.data.at)) })
      state.say('conflict')
      return page.conflict.show(answer.data)
    }
    dirty = true
    if (answer.offline) {
      state.say('offline')
      return later(RETRIES[Math.min(tries++, RETRIES.length - 1)])
    }
    stopped = true
    state.say(answer.data.code === 'working_copy_moved' ? 'window' : 'refused', { why: why(answer) })
  }

  const online = () => dirty && later(200)
  addEventListener('online', online)

  return {
    changed () {
      dirty = true
      remember()
      if (!stopped) {
        if (!sending) state.say('writing')
        later(SOON)
      }
    },
    saved () {
      serial = 0
      stopped = false
      if (!dirty) forget()
    },
    clean () { dirty = false },
    isDirty: () => dirty,
    local,
    forget,
    adopt () {
      dirty = true
      later(200)
    },
    restore: () => page.conflict.offerLocal(local(), serial),
    close () {
      clearTimeout(timer)
      removeEventListener('online', online)
    }
  }
}
