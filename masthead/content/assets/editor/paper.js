// The sheet itself: Tiptap with what WeChat-style articles need. The textarea stays in the form for those without scripts.
import { Editor } from '@tiptap/core'
import Highlight from '@tiptap/extension-highlight'
import { TableKit } from '@tiptap/extension-table'
import StarterKit from '@tiptap/starter-kit'
import { dropped, pasted } from './arrivals.js'
import { Figcaption, Figure, Picture, Section } from './nodes.js'
import { BlockStyle, InlineStyle, quiet } from './style.js'

export function makePaper (page) {
  const { form, setup, part } = page
  const plain = form.elements.html
  const place = part('paper')
  const loaded = quiet(plain.value)

  const editor = new Editor({
    element: place,
    content: loaded,
    injectCSS: false,
    extensions: [
      StarterKit.configure({ heading: { levels: [1, 2, 3, 4] }, link: { openOnClick: false }, trailingNode: false }),
      TableKit.configure({ table: { resizable: false } }),
      Highlight, InlineStyle, BlockStyle, Section, Figure, Figcaption,
      Picture.configure({ address: page.pictures.address })
    ],
    editorProps: {
      attributes: { id: 'paper', class: 'paper', role: 'textbox', 'aria-multiline': 'true', 'aria-label': part('plain').previousElementSibling.textContent, 'data-placeholder': setup.words.placeholder },
      handleDOMEvents: { paste: (view, event) => pasted(page, event) },
      transformPastedHTML: quiet,
      handleDrop: (view, event, slice, moved) => !moved && dropped(page, view, event)
    },
    onUpdate: () => page.changed?.()
  })
  part('plain').hidden = true
  place.hidden = false
  part('toolbar').hidden = false

  // Asked many times between two changes: put together once.
  let kept = ['', null]
  const html = () => {
    if (kept[1] !== editor.state.doc) kept = [editor.isEmpty ? '' : editor.getHTML(), editor.state.doc]
    return kept[0]
  }
  return {
    editor,
    html,
    silentPictures () {
      let found = 0
      editor.state.doc.descendants((node) => { if (node.type.name === 'picture' && !node.attrs.alt) found++ })
      return found
    },
    selectSilent () {
      let place = null
      editor.state.doc.descendants((node, at) => { if (place === null && node.type.name === 'picture' && !node.attrs.alt) place = at })
      if (place !== null) editor.chain().focus().setNodeSelection(place).scrollIntoView().run()
    },
    words: () => editor.state.doc.textContent.replace(/\s/g, '').length,
    load: (text) => editor.commands.setContent(quiet(text), { emitUpdate: false }),
    insertPicture: (picture, at) => {
      const node = { type: 'picture', attrs: { src: `asset:${picture.sha256}`, alt: '' } }
      const chain = editor.chain().focus()
      return (at === undefined ? chain.insertContent(node) : chain.insertContentAt(at, node)).run()
    },
    close: () => editor.destroy()
  }
}
