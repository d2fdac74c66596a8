// The words beside the save buttons: one place says what is safe where.
export function makeState ({ setup }) {
  const box = document.getElementById('save-state')
  const text = box.querySelector('[data-save="text"]')
  const use = box.querySelector('use')
  const icons = { kept: 'cloud-check', saved: 'cloud-check', offline: 'cloud-off', refused: 'alert-triangle', conflict: 'alert-triangle', window: 'alert-triangle' }

  const clock = (moment) => new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' }).format(moment)

  let calm = [text.textContent, 'saved']

  // A passing remark (an upload) is taken back by `back`: what was said before still holds.
  const back = () => {
    [text.textContent, box.dataset.state] = calm
  }

  function say (name, values = {}) {
    let line = setup.words[name]
    for (const [key, value] of Object.entries(values)) line = line.replace(`{${key}}`, value)
    text.textContent = line
    box.dataset.state = name
    use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icons[name] || 'pencil'}`))
    if (name !== 'uploading') calm = [line, name]
  }

  return { say, back, clock }
}
