// `data-behaviour="passkey"` on a form: the browser makes or shows a key, the form carries it. `data-options` holds what the server
// asks; `data-options-url` is asked for it at the click (the sign-in page must not begin a round for everybody who looks at it).
import { behaviour } from '../../core/assets/behaviour.js'

async function optionsOf (form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options)
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' } })
  if (!answer.ok) throw new Error(String(answer.status))
  return (await answer.json()).request_options
}

async function ceremony (form) {
  const { publicKey } = await optionsOf(form)
  const key = form.dataset.deed === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })
  return JSON.stringify(key.toJSON())
}

behaviour('passkey', (form) => {
  const trouble = form.querySelector('[data-trouble]')
  const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON
  const button = form.querySelector('button')
  form.hidden = !able && form.dataset.optional !== undefined
  button.disabled = !able
  if (!able) form.querySelector('[data-unable]')?.removeAttribute('hidden')
  form.addEventListener('submit', async (event) => {
    if (form.elements.credential.value) return
    event.preventDefault()
    button.disabled = true
    trouble.hidden = true
    try {
      form.elements.credential.value = await ceremony(form)
      form.submit()
    } catch {
      trouble.hidden = false
      button.disabled = false
    }
  })
})
