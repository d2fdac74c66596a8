// Tools above the sheet: each button is one command, pressed when it holds at the cursor. Arrows walk the bar.
import { ask } from './ask.js'

const COLORS = { red: '#b93a26', green: '#1c6b3f', blue: '#2f4a9a', gold: '#8a5a00', grey: '#6b6b6b' }
const MARKS = { red: '#fbdfdb', green: '#dff0e3', blue: '#e1e8f8', gold: '#fdf0c8', grey: '#ececec' }

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
  color: (c, value) => c.setTextStyle('color', COLORS[value]),
  mark: (c, value) => c.setTextStyle('background-color', MARKS[value]),
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
  section: (c) => c.wrapIn('section', { style: 'padding: 16px; margin: 16px 0; border-radius: 8px; background-color: #f5f3ee;' })
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
