// Cuts of the cover for the ratios of the platforms: chosen here, drawn by the server from the original.
import Cropper from 'cropperjs'
import 'cropperjs/dist/cropper.css'
import { toast } from '../../../core/assets/behaviours/toast.js'
import { formOf, post, why } from './talk.js'

export function makeCrops (page) {
  const { setup, variants } = page
  const list = page.part('crops')
  const dialog = document.getElementById('crop')
  const image = page.part('crop-image')
  let cropper
  let ratio

  // An account with a cover of its own has cuts of its own.
  const owner = () => (variants.at() && variants.standing(variants.at(), 'cover') !== 'inherited' ? variants.at() : '')
  const cover = () => page.pictures.shaOf(variants.valueOf(variants.at(), 'cover'))
  const crops = () => variants.settings(owner()).crops || {}

  function draw () {
    list.hidden = !cover()
    for (const button of list.querySelectorAll('button')) {
      const cut = crops()[button.dataset.ratio]
      const made = cut && cut.of === cover()
      button.setAttribute('aria-pressed', Boolean(made))
      button.classList.toggle('crops__item--wanted', page.tabs?.account()?.cover === button.dataset.ratio)
    }
  }

  function open (chosen) {
    ratio = chosen
    const box = crops()[ratio]?.of === cover() ? crops()[ratio].box : null
    image.src = page.pictures.urlOf(variants.valueOf(variants.at(), 'cover'))
    dialog.querySelector('[data-crop="ratio"]').textContent = ratio
    dialog.showModal()
    cropper?.destroy()
    cropper = new Cropper(image, {
      aspectRatio: setup.ratios[ratio],
      viewMode: 1,
      autoCropArea: 1,
      checkCrossOrigin: false,
      checkOrientation: false,
      ready () {
        const natural = cropper.getImageData()
        if (box) {
          const [x, y, width, height] = box.map((part, at) => part / 10_000 * (at % 2 ? natural.naturalHeight : natural.naturalWidth))
          cropper.setData({ x, y, width, height })
        }
      }
    })
  }

  async function save () {
    const data = cropper.getData()
    const { naturalWidth: w, naturalHeight: h } = cropper.getImageData()
    const part = (value, whole) => Math.min(1, Math.max(0, value / whole)).toFixed(5)
    const body = formOf({ sha256: cover(), ratio, left: part(data.x, w), top: part(data.y, h), width: part(data.width, w), height: part(data.height, h) })
    const answer = await post(page.form, setup.urls.picture_crop, body)
    if (!answer.ok) return toast(answer.offline ? setup.words.no_upload : why(answer), 'error')
    variants.setSetting('crops', { ...crops(), [ratio]: answer.data.crop }, owner())
    dialog.close()
    draw()
    page.changed()
    toast(setup.words.cropped)
  }

  list.addEventListener('click', (event) => {
    const button = event.target.closest('button')
    if (button) open(button.dataset.ratio)
  })
  page.part('crop-save').addEventListener('click', save)
  dialog.addEventListener('close', () => cropper?.destroy())
  return { draw }
}
