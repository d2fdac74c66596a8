// The phone beside the sheet shows what the server has kept; it loads only while it is open.
export function makePreview (page) {
  const box = page.part('preview')
  const frame = box.querySelector('iframe')
  const refresh = () => {
    if (box.open) frame.src = `${frame.dataset.src}?${Date.now()}`
  }
  box.addEventListener('toggle', refresh)
  return { refresh }
}
