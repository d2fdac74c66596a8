// The phone beside the sheet shows what the server has kept, as readers of the open account see it; it loads only while it is open.
export function makePreview (page) {
  const box = page.part('preview')
  const frame = box.querySelector('iframe')
  const name = page.part('preview-name')
  const refresh = () => {
    const account = page.tabs?.account()
    name.textContent = account?.name || name.dataset.master
    if (box.open) frame.src = `${frame.dataset.src}?account=${account?.key || ''}&t=${Date.now()}`
  }
  box.addEventListener('toggle', refresh)
  return { refresh }
}
