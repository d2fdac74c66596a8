// Words kept by this browser: IndexedDB, written through to the disk; the browser's plain store where that is closed.
const NAME = 'masthead-drafts'
const TABLE = 'words'
const PLAIN = 'masthead:draft:'
let opening

function open () {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: 'key' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opening
}

async function run (mode, work) {
  const db = await open()
  return new Promise((resolve, reject) => {
    const deal = db.transaction(TABLE, mode, { durability: 'strict' })
    const asked = work(deal.objectStore(TABLE))
    deal.oncomplete = () => resolve(asked.result)
    deal.onerror = deal.onabort = () => reject(deal.error)
  })
}

export async function put (entry) {
  try {
    await run('readwrite', (table) => table.put(entry))
  } catch {
    try {
      localStorage.setItem(PLAIN + entry.key, JSON.stringify(entry))
    } catch { /* both stores are full or closed: the server's copy remains */ }
  }
}

export async function drop (key) {
  localStorage.removeItem(PLAIN + key)
  await run('readwrite', (table) => table.delete(key)).catch(() => {})
}

export async function starting (prefix) {
  const found = await run('readonly', (table) => table.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))).catch(() => [])
  const plain = Object.keys(localStorage).filter((key) => key.startsWith(PLAIN + prefix)).map((key) => JSON.parse(localStorage.getItem(key)))
  return [...found, ...plain].sort((one, other) => other.at - one.at)
}
