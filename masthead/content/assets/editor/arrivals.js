// What comes from outside: pasted text is cleaned by the server, pictures are uploaded, anything else stays out.
import { toast } from '../../../core/assets/behaviours/toast.js'
import { quiet } from './style.js'
import { post } from './talk.js'

async function take (page, files, at) {
  for (const file of files) {
    const picture = await page.pictures.upload(file)
    if (picture) page.paper.insertPicture(picture, at)
  }
}

export function pasted (page, event) {
  const files = [...event.clipboardData.files].filter(page.pictures.isPicture)
  const html = event.clipboardData.getData('text/html')
  if (files.length && !html.includes('<p')) {
    event.preventDefault()
    take(page, files)
    return true
  }
  if (!html || html.includes('data-pm-slice')) return false
  event.preventDefault()
  clean(page, html, event.clipboardData.getData('text/plain'))
  return true
}

async function clean (page, html, plain) {
  const body = new FormData()
  body.set('html', html)
  const answer = await post(page.form, page.setup.urls.paste_clean, body)
  const outside = (html.match(/<img/gi) || []).length - ((answer.data.html || '').match(/<img/gi) || []).length
  if (answer.ok && outside > 0) toast(page.setup.words.outside_pictures.replace('{n}', outside), 'warning')
  const text = answer.ok ? quiet(answer.data.html) : plain.split(/\n+/).filter(Boolean).map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }))
  page.paper.editor.chain().focus().insertContent(text).run()
}

export function dropped (page, view, event) {
  const files = [...(event.dataTransfer?.files || [])].filter(page.pictures.isPicture)
  if (!files.length) return false
  event.preventDefault()
  take(page, files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos)
  return true
}
