// Tabs: the master and every account, with what is inherited, changed, or left behind by the master.
import { makeCompare } from './compare.js'

export function makeTabs (page) {
  const { setup, variants } = page
  const bar = page.part('tabs')
  const tabs = [...bar.querySelectorAll('[role="tab"]')]
  const compare = makeCompare(page)
  const account = () => setup.accounts.find((one) => one.key === variants.at())

  function drawTab (tab) {
    const key = tab.dataset.account
    const on = key === variants.at()
    tab.setAttribute('aria-selected', on)
    tab.tabIndex = on ? 0 : -1
    if (!key) return
    const [changed, stale] = [variants.changes(key), variants.stale(key)]
    const note = tab.querySelector('[data-tab="note"]')
    note.textContent = stale ? setup.words.behind : changed ? `${setup.words.own} ${changed}` : setup.words.inherited
    note.dataset.standing = stale ? 'behind' : changed ? 'own' : 'inherited'
  }

  function drawChip (chip) {
    const key = variants.at()
    const standing = key ? variants.standing(key, chip.dataset.standingOf) : ''
    chip.hidden = !key
    chip.dataset.standing = standing
    chip.disabled = standing === 'inherited'
    chip.textContent = standing ? setup.words[standing] : ''
  }

  function draw () {
    tabs.forEach(drawTab)
    document.querySelectorAll('[data-standing-of]').forEach(drawChip)
    const now = account()
    page.part('variant-note').hidden = !now
    page.part('variant-name').textContent = now?.name || ''
    page.part('wording').hidden = !now?.short
    page.part('master-only').hidden = Boolean(now)
    for (const option of page.part('form').options) option.hidden = option.value && !now?.forms.includes(option.value)
    page.crops?.draw()
  }

  function open (tab) {
    variants.open(tab.dataset.account)
    page.preview.refresh()
    page.counters.show()
  }

  bar.addEventListener('click', (event) => {
    const tab = event.target.closest('[role="tab"]')
    if (tab) open(tab)
  })
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const now = tabs.indexOf(event.target.closest('[role="tab"]'))
    if (!step || now < 0) return
    const next = tabs[(now + step + tabs.length) % tabs.length]
    open(next)
    next.focus()
  })
  document.addEventListener('click', (event) => {
    const chip = event.target.closest('[data-standing-of]')
    if (chip && !chip.disabled) compare.open(variants.at(), chip.dataset.standingOf)
  })
  bar.hidden = setup.accounts.length === 0
  return { draw, account }
}
