// Files go up in pieces (tus): progress is shown, a broken one goes on where it stopped, also after the browser was closed.
import { Upload } from 'tus-js-client'
import { behaviour } from '../../../core/assets/behaviour.js'

const PIECE = 8 * 1024 * 1024
const PATIENCE = [0, 1000, 3000, 5000, 10000, 20000]

function lineOf (list, file, words) {
  const line = document.createElement('li')
  const [name, say] = [document.createElement('b'), document.createElement('span')]
  const [stop, bar] = [document.createElement('button'), document.createElement('progress')]
  Object.assign(name, { textContent: file.name, className: 'break' })
  Object.assign(say, { textContent: words.waiting, className: 'muted' })
  Object.assign(stop, { textContent: words.cancel, type: 'button', className: 'btn btn--s btn--quiet' })
  Object.assign(bar, { max: 100, value: 0, ariaLabel: file.name })
  line.append(name, say, stop, bar)
  list.append(line)
  return { line, say, stop, bar }
}

function send (file, place, setup, done) {
  const { words } = setup
  const upload = new Upload(file, {
    endpoint: setup.endpoint, chunkSize: PIECE, retryDelays: PATIENCE, removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type }, headers: setup.headers,
    onProgress: (sent, all) => {
      place.bar.value = sent * 100 / all
      place.say.textContent = sent === all ? words.checking : words.sending.replace('{percent}', Math.floor(sent * 100 / all))
    },
    onSuccess: () => { place.line.remove(); done() },
    onError: (error) => {
      const answer = error.originalResponse?.getStatus()
      place.say.textContent = words.failed.replace('{why}', answer ? words.refused.replace('{code}', answer) : navigator.onLine ? words.silent : words.offline)
    }
  })
  place.stop.addEventListener('click', () => { upload.abort(true).finally(() => place.line.remove()) })
  upload.findPreviousUploads().then((earlier) => {
    if (earlier.length) { upload.resumeFromPreviousUpload(earlier[0]); place.say.textContent = words.resumed }
    upload.start()
  })
}

behaviour('resumable-upload', (form) => {
  const setup = JSON.parse(document.getElementById('upload-setup').textContent)
  setup.headers = { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value }
  const [list, input] = [form.querySelector('[data-part="list"]'), form.elements.files]
  const done = () => document.body.dispatchEvent(new CustomEvent('content:upload:whole'))
  const take = (files) => [...files].forEach((file) => send(file, lineOf(list, file, setup.words), setup, done))
  form.dataset.ready = ''
  input.addEventListener('change', () => { take(input.files); input.value = '' })
  form.addEventListener('dragover', (event) => { event.preventDefault(); form.dataset.over = '' })
  form.addEventListener('dragleave', () => { delete form.dataset.over })
  form.addEventListener('drop', (event) => { event.preventDefault(); delete form.dataset.over; take(event.dataTransfer.files) })
})
