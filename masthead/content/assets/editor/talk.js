// Asking the server: JSON back, refusals as { status, data }, a dead network as { offline: true }, a lost session as { signedOut: true }.
export const token = (form) => form.querySelector('[name="csrfmiddlewaretoken"]').value

export async function ask (form, url, { method = 'POST', body, signal, keepalive } = {}) {
  const headers = { Accept: 'application/json', 'X-CSRFToken': token(form) }
  if (typeof body === 'string') headers['Content-Type'] = 'application/json'
  let answer
  try {
    answer = await fetch(url, { method, body, headers, signal, keepalive, credentials: 'same-origin', redirect: 'manual' })
  } catch (error) {
    return { ok: false, offline: error.name !== 'AbortError', aborted: error.name === 'AbortError', status: 0, data: {} }
  }
  const isJson = (answer.headers.get('Content-Type') || '').includes('json')
  const data = await (isJson ? answer.json() : answer.text().then((html) => ({ html }))).catch(() => ({}))
  // A redirect leads to the sign-in page; a 403 that is no answer of ours is a token that a new sign-in has made old.
  const signedOut = answer.type === 'opaqueredirect' || answer.status === 401 || (answer.status === 403 && (!isJson || data.code === 'csrf'))
  return { ok: answer.ok, offline: answer.status >= 502, signedOut, status: answer.status, data }
}

export const post = (form, url, body, signal) => ask(form, url, { body, signal })

export function formOf (words) {
  const body = new FormData()
  for (const [name, value] of Object.entries(words)) body.set(name, value !== null && typeof value === 'object' ? JSON.stringify(value) : value ?? '')
  return body
}

export const why = (answer) => [answer.data.message, answer.data.advice].filter(Boolean).join(' ') || `HTTP ${answer.status}`
