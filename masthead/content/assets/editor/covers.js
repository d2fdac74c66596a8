// The cover: chosen among the draft's pictures, or uploaded on the spot.
export function makeCovers (page) {
  const list = page.part('covers')
  const shown = page.part('cover')
  const upload = page.part('cover-upload')

  function show () {
    const picture = list.querySelector('input:checked')?.parentElement.querySelector('img')
    shown.querySelector('img')?.remove()
    if (!picture) return
    const image = new Image()
    image.src = picture.src
    image.alt = picture.alt
    shown.prepend(image)
  }

  function add (picture) {
    if (list.querySelector(`input[value="${picture.id}"]`)) return
    const item = list.querySelector('.covers__item').cloneNode(true)
    const input = item.querySelector('input')
    const image = new Image()
    input.value = picture.id
    input.checked = false
    image.src = picture.url
    image.alt = picture.name
    item.querySelector('span').replaceWith(image)
    list.append(item)
    if (!page.form.elements.cover.value) choose(picture.id)
  }

  function choose (id) {
    const input = list.querySelector(`input[value="${id ?? ''}"]`)
    if (input) input.checked = true
    show()
  }

  list.addEventListener('change', show)
  upload.addEventListener('submit', async (event) => {
    event.preventDefault()
    const picture = await page.pictures.upload(upload.elements.picture.files[0])
    if (!picture) return
    choose(picture.id)
    upload.reset()
    page.changed()
  })
  return { add, choose }
}
