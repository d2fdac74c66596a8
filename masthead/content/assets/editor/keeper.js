// No keystroke is lost: every change goes to this browser at once, and to the server as the writer's own working copy soon after.
import { drop, put, starting } from './store.js'
import { ask, why } from './talk.js'

const SOON = 1500
const RETRIES = [2000, 4000, 8000, 15000]
const SILENT = 60_000

export function makeKeeper (page) {
  const { form, setup, state } = page
  const mine = `${setup.draft}:${setup.member}:`
  const key = mine + page.window
  let serial = setup.serial
  let timer
  let tries = 0
  let sending = false
  let dirty = false
  let stopped = false
  let writing = Promise.resolve()
  let again = false

  // One write at a time; what came meanwhile is in the next one.
  function remember () {
    if (again) return
    again = true
    writing = writing.then(() => {
      again = false
      return put({ key, words: page.read(), base: page.base, serial, window: page.window, at: Date.now() })
    })
  }
  const forget = () => { writing = writing.then(() => dirty || drop(key)) }
  const later = (wait) => {
    clearTimeout(timer)
    timer = setTimeout(send, wait)
  }

  async function send (keepalive = false) {
    if (sending) return later(SOON)
    if (!dirty || stopped) return
    sending = true
    dirty = false
    state.say('sending')
    const body = JSON.stringify({ ...page.read(), base: page.base, serial, window: page.window })
    const answer = await ask(form, setup.urls.draft_autosave, { body, keepalive: keepalive && body.length < 20_000 })
    sending = false
    settle(answer)
  }

  function settle (answer) {
    if (answer.data.serial) serial = answer.data.serial
    if (answer.ok || answer.data.code === 'revision_moved') {
      tries = 0
      page.session.found()
      if (!dirty) forget()
      page.preview.refresh()
      if (answer.ok) return state.say('kept', { time: state.clock(new Date(answer.data.at)) })
      state.say('conflict')
      return page.conflict.show(answer.data)
    }
    dirty = true
    if (answer.signedOut) return page.session.lost()
    if (answer.offline) {
      state.say('offline')
      return later(RETRIES[Math.min(tries++, RETRIES.length - 1)])
    }
    stopped = true
    const elsewhere = answer.data.code === 'working_copy_moved'
    page.part('elsewhere').hidden = !elsewhere
    state.say(elsewhere ? 'window' : 'refused', { why: why(answer) })
  }

  // Words that other windows of this browser left behind; those of a window that still lives are its own business.
  async function orphans () {
    const held = await navigator.locks?.query().then((all) => all.held.map((lock) => lock.name)).catch(() => null)
    const lives = (entry) => (held ? held.includes(`masthead:${entry.window}`) : Date.now() - entry.at < SILENT)
    return (await starting(mine)).filter((entry) => entry.key !== key && !lives(entry))
  }

  const online = () => dirty && later(200)
  const leaving = () => document.visibilityState === 'hidden' && send(true)
  addEventListener('online', online)
  document.addEventListener('visibilitychange', leaving)
  navigator.locks?.request(`masthead:${page.window}`, () => new Promise(() => {})).catch(() => {})

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
    now: () => later(0),
    isDirty: () => dirty,
    forget: (entry) => (entry ? drop(entry.key) : drop(key)),
    takeOver (newer) {
      serial = newer
      stopped = false
      later(0)
    },
    adopt () {
      dirty = true
      remember()
      later(200)
    },
    restore: async () => page.conflict.offerLocal((await orphans())[0], serial),
    close () {
      clearTimeout(timer)
      removeEventListener('online', online)
      document.removeEventListener('visibilitychange', leaving)
    }
  }
}
