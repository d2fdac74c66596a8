// Pictures of the draft by digest: where they are shown from, and how new ones come in.
import { toast } from '../../../core/assets/behaviours/toast.js'
import { post, why } from './talk.js'

const TYPES = ['image/jpeg', 'image/png', 'image/gif']

export function makePictures (page) {
  const known = new Map(page.setup.pictures.map((picture) => [picture.sha256, picture]))

  async function upload (file) {
    page.state.say('uploading', { name: file.name })
    const body = new FormData()
    body.set('picture', file, file.name || 'picture.png')
    const answer = await post(page.form, page.setup.urls.picture_upload, body)
    page.state.back()
    if (!answer.ok) {
      toast(answer.offline ? page.setup.words.no_upload : why(answer), 'error')
      return null
    }
    return know(answer.data)
  }

  function know (picture) {
    known.set(picture.sha256, picture)
    page.covers.add(picture)
    return picture
  }

  const all = () => [...known.values()]
  return {
    shaOf: (id) => all().find((picture) => picture.id === Number(id))?.sha256 || '',
    idOf: (sha) => known.get(sha)?.id,
    urlOf: (id) => all().find((picture) => picture.id === Number(id))?.url || '',
    address: (source) => known.get(source?.replace('asset:', ''))?.url || '',
    upload,
    know,
    isPicture: (file) => TYPES.includes(file.type) || /\.(jpe?g|png|gif)$/i.test(file.name)
  }
}
