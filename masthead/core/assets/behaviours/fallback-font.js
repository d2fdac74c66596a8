// Loads the bundled Chinese font only where the system has none: without one, two different characters draw the same box.
import { cookie } from '../behaviour.js'

function ink (character) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 })
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  pen.font = '24px sans-serif'
  pen.textBaseline = 'top'
  pen.fillText(character, 2, 2)
  return pen.getImageData(0, 0, 32, 32).data.join()
}

if (!document.cookie.includes('cjk=') && ink('国') === ink('茶')) {
  cookie('cjk', 'web') // from the next page on the server names the style sheet in the head
  const sheet = document.querySelector('meta[name="cjk-font"]')
  if (sheet) document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheet.content }))
}
