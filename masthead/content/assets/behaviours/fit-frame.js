// An article frame as high as its article: one scroll bar for the whole page. Without scripts the frame scrolls itself.
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('fit-frame', (box) => {
  const frame = box.querySelector('iframe')
  let watch
  const fit = () => {
    const page = frame.contentDocument?.documentElement
    if (!page || !frame.contentDocument.body) return
    box.style.setProperty('--frame-height', `${Math.ceil(frame.contentDocument.body.getBoundingClientRect().height) + 8}px`)
    box.dataset.fitted = 'yes'
  }
  const lendFont = () => {
    const address = document.querySelector('meta[name="cjk-font"]')?.content
    if (!address || !document.cookie.includes('cjk=web') || !frame.contentDocument?.head) return
    const sheet = frame.contentDocument.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.href = address
    frame.contentDocument.head.append(sheet)
  }
  const start = () => {
    lendFont()
    fit()
    watch?.disconnect()
    watch = new ResizeObserver(fit)
    if (frame.contentDocument?.body) watch.observe(frame.contentDocument.body)
  }
  frame.addEventListener('load', start)
  if (frame.contentDocument?.readyState === 'complete') start()
  return () => watch?.disconnect()
})
