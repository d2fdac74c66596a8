// Tools above the sheet: each button is one command, pressed when it holds at the cursor. Arrows walk the bar.
import { ask } from './ask.js'

// A colour of the house as a ground for text: a fifth of it on white.
function pale (colour) {
  if (!colour) return ''
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return `#${parts.map((part) => Math.round(255 - (255 - part) * 0.18).toString(16).padStart(2, '0')).join('')}`
}

const CARD = 'padding: 16px; margin: 16px 0; border-radius: 8px; background-color: #f5f3ee;'
const INFO = `<section data-style="${CARD} border-left: 4px solid #8a8172;"><h3>…</h3><p>…</p></section>`

const TOOLS = {
  undo: (c) => c.undo(),
  redo: (c) => c.redo(),
  clear: (c) => c.unsetAllMarks().clearNodes(),
  bold: (c) => c.toggleBold(),
  italic: (c) => c.toggleItalic(),
  underline: (c) => c.toggleUnderline(),
  strike: (c) => c.toggleStrike(),
  left: (c) => c.setBlockStyle('text-align', ''),
  center: (c) => c.setBlockStyle('text-align', 'center'),
  right: (c) => c.setBlockStyle('text-align', 'right'),
  justify: (c) => c.setBlockStyle('text-align', 'justify'),
  bullets: (c) => c.toggleBulletList(),
  numbers: (c) => c.toggleOrderedList(),
  rule: (c) => c.setHorizontalRule(),
  color: (c, value) => c.setTextStyle('color', value),
  mark: (c, value) => c.setTextStyle('background-color', pale(value)),
  card: (c) => c.insertContent(INFO),
  table: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  row: (c) => c.addRowAfter(),
  column: (c) => c.addColumnAfter(),
  'row-off': (c) => c.deleteRow(),
  'column-off': (c) => c.deleteColumn(),
  'table-off': (c) => c.deleteTable()
}
const HOLDS = { bold: 'bold', italic: 'italic', underline: 'underline', strike: 'strike', bullets: 'bulletList', numbers: 'orderedList', link: 'link' }
const BLOCKS = {
  paragraph: (c) => c.clearNodes(),
  2: (c) => c.setHeading({ level: 2 }),
  3: (c) => c.setHeading({ level: 3 }),
  blockquote: (c) => c.toggleBlockquote(),
  section: (c) => c.wrapIn('section', { style: CARD })
}

function block (editor) {
  for (const level of [2, 3]) if (editor.isActive('heading', { level })) return String(level)
  return ['blockquote', 'section'].find((name) => editor.isActive(name)) || 'paragraph'
}

export function bindToolbar (page) {
  const bar = page.part('toolbar')
  const file = page.part('picture-file')
  const { editor } = page.paper
  const tool = (name) => bar.querySelector(`[data-tool="${name}"]`)

  bar.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-tool]')
    if (!button) return
    const { tool: name, value } = button.dataset
    button.closest('details')?.removeAttribute('open')
    if (TOOLS[name]) TOOLS[name](editor.chain().focus(), value).run()
    else if (name === 'picture') file.click()
    else ask(editor, name)
  })
  tool('block').addEventListener('change', (event) => BLOCKS[event.target.value](editor.chain().focus()).run())
  tool('size').addEventListener('change', (event) => {
    editor.chain().focus().setTextStyle('font-size', event.target.value).run()
    event.target.value = ''
  })
  file.addEventListener('change', async () => {
    for (const picked of file.files) {
      const picture = await page.pictures.upload(picked)
      if (picture) page.paper.insertPicture(picture)
    }
    file.value = ''
  })
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || event.target.matches('select')) return
    const stops = [...bar.querySelectorAll('button.tool, summary.tool, select')]
    stops[(stops.indexOf(event.target) + step + stops.length) % stops.length]?.focus()
  })
  editor.on('transaction', () => {
    for (const [name, holds] of Object.entries(HOLDS)) tool(name).setAttribute('aria-pressed', editor.isActive(holds))
    tool('alt').disabled = !editor.isActive('picture')
    tool('undo').disabled = !editor.can().undo()
    tool('redo').disabled = !editor.can().redo()
    tool('block').value = block(editor)
  })
}
