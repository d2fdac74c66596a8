// Asking the server: JSON back, refusals as { status, data }, a dead network as { offline: true }.
export const token = (form) => form.querySelector('[name="csrfmiddlewaretoken"]').value

export async function post (form, url, body, signal) {
  const headers = { Accept: 'application/json', 'X-CSRFToken': token(form) }
  if (typeof body === 'string') headers['Content-Type'] = 'application/json'
  let answer
  try {
    answer = await fetch(url, { method: 'POST', body, headers, signal, credentials: 'same-origin', redirect: 'manual' })
  } catch (error) {
    return { ok: false, offline: error.name !== 'AbortError', aborted: error.name === 'AbortError', status: 0, data: {} }
  }
  const isJson = (answer.headers.get('Content-Type') || '').includes('json')
  const data = isJson ? await answer.json() : { html: await answer.text() }
  return { ok: answer.ok, offline: answer.status >= 502, status: answer.status, data }
}

export const why = (answer) => [answer.data.message, answer.data.advice].filter(Boolean).join(' ') || `HTTP ${answer.status}`
