// Binds `data-behaviour="a b"` to functions, also in what htmx swaps in later. A behaviour gets its element and may return a clean-up.
const known = new Map()
const running = new WeakMap()

function attach (element) {
  const own = running.get(element) || new Map()
  running.set(element, own)
  for (const name of element.dataset.behaviour.split(/\s+/)) {
    if (known.has(name) && !own.has(name)) own.set(name, known.get(name)(element) || (() => {}))
  }
}

function each (root, work) {
  if (root.nodeType !== Node.ELEMENT_NODE && root !== document) return
  if (root !== document && root.matches('[data-behaviour]')) work(root)
  root.querySelectorAll('[data-behaviour]').forEach(work)
}

function detach (element) {
  if (document.contains(element)) return
  running.get(element)?.forEach((clean) => clean())
  running.delete(element)
}

export function behaviour (name, start) {
  known.set(name, start)
  if (document.body) each(document, attach)
}

let table
export function word (key, values = {}) {
  table ??= JSON.parse(document.getElementById('words')?.textContent || '{}')
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), table[key] || '')
}

export function cookie (name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
}

new MutationObserver((changes) => {
  for (const change of changes) {
    change.addedNodes.forEach((node) => each(node, attach))
    change.removedNodes.forEach((node) => each(node, detach))
  }
}).observe(document.documentElement, { childList: true, subtree: true })
