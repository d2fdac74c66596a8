// The master and what each account has of its own. The fields on screen are those of the open tab; a field that an account does not
// have is the master's, and becomes its own with the first change.
const MASTER = ['title', 'byline', 'digest', 'source_url', 'html', 'cover', 'tags']
const OWN_ONLY = ['text', 'form']
const FIELDS = [...MASTER, ...OWN_ONLY]
const same = (one, other) => JSON.stringify(one ?? '') === JSON.stringify(other ?? '')
const copy = (value) => JSON.parse(JSON.stringify(value ?? null))

export function makeVariants (page) {
  const { setup, fields } = page
  let at = ''
  let master = {}
  let own = {}
  let rest = {}
  let origin = {}
  let behind = copy(setup.behind)
  let shown = {}
  let drawing = false

  const valueOf = (key, name) => (key && own[key] && name in own[key] ? own[key][name] : master[name])

  function load (words) {
    master = {}
    for (const name of MASTER) master[name] = words[name] ?? (name === 'tags' ? [] : '')
    rest = { settings: words.settings ?? {}, video: words.video ?? null }
    own = copy(words.variants ?? {})
    origin = {}
    for (const [key, words_] of Object.entries(own)) {
      words_.cover = page.pictures.idOf(words_.cover) ?? undefined
      if (!words_.cover) delete words_.cover
      for (const name of MASTER) if (name in words_) (origin[key] ??= {})[name] = { mark: words_.from?.[name], master: copy(master[name]) }
    }
    draw()
  }

  function draw () {
    drawing = true
    fields.show(Object.fromEntries(FIELDS.map((name) => [name, valueOf(at, name) ?? ''])))
    page.films.choose(rest.video)
    shown = copy(fields.read())
    drawing = false
    page.tabs?.draw()
  }

  // What the person changed on screen goes to the master or becomes the account's own.
  function take () {
    if (drawing) return
    const now = fields.read()
    rest.video = page.films.chosen()
    for (const name of FIELDS) {
      if (same(now[name], shown[name])) continue
      if (at) setOwn(at, name, now[name])
      else if (MASTER.includes(name)) setMaster(name, now[name])
      shown[name] = copy(now[name])
    }
  }

  function setMaster (name, value) {
    master[name] = value
    for (const key of Object.keys(own)) {
      const start = origin[key]?.[name]
      if (!(name in own[key]) || !start) continue
      own[key].from ??= {}
      if (same(start.master, value)) start.mark ? own[key].from[name] = start.mark : delete own[key].from[name]
      else own[key].from[name] = 'moved'
    }
  }

  function setOwn (key, name, value) {
    own[key] ??= {}
    if (!(name in own[key]) && MASTER.includes(name)) (origin[key] ??= {})[name] = { mark: undefined, master: copy(master[name]) }
    own[key][name] = value
    if (OWN_ONLY.includes(name) && !value) delete own[key][name]
  }

  function standing (key, name) {
    if (!own[key] || !(name in own[key])) return 'inherited'
    const mark = own[key].from?.[name]
    if (mark === 'moved') return 'behind'
    const moved = behind[key]?.includes(name) && mark && mark === origin[key]?.[name]?.mark
    return moved ? 'behind' : 'own'
  }

  function inherit (key, name) {
    delete own[key]?.[name]
    delete own[key]?.from?.[name]
    delete origin[key]?.[name]
    draw()
  }

  function keep (key, name) {
    delete own[key].from?.[name]
    origin[key][name] = { mark: undefined, master: copy(master[name]) }
    behind[key] = (behind[key] || []).filter((one) => one !== name)
    page.tabs?.draw()
  }

  function variants () {
    const found = {}
    for (const [key, words] of Object.entries(own)) {
      if (!Object.keys(words).some((name) => FIELDS.includes(name) || name === 'settings')) continue
      found[key] = { ...copy(words) }
      if ('cover' in words) found[key].cover = page.pictures.shaOf(words.cover) || ''
    }
    return found
  }

  return {
    load,
    standing,
    inherit,
    keep,
    take,
    valueOf,
    at: () => at,
    words () {
      take()
      return { ...Object.fromEntries(MASTER.map((name) => [name, master[name] || (name === 'cover' ? null : name === 'tags' ? [] : '')])), variants: variants(), ...rest }
    },
    settings: (key = '') => (key ? own[key]?.settings || {} : rest.settings),
    setSetting (name, value, key = '') {
      const place = key ? ((own[key] ??= {}).settings ??= {}) : rest.settings
      if (value === '' || value === false || value === null) delete place[name]
      else place[name] = value
    },
    open (key) {
      take()
      at = key
      draw()
    },
    changes: (key) => FIELDS.filter((name) => standing(key, name) !== 'inherited').length,
    stale: (key) => FIELDS.filter((name) => standing(key, name) === 'behind').length
  }
}
