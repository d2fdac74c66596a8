// Blocks of the house: a template begins a text, a head and a foot stand at its ends, a piece goes where the cursor is.
import { quiet } from './style.js'

export function bindBlocks (page) {
  const { editor } = page.paper
  const list = page.part('blocks')

  function insert (block) {
    const content = quiet(block.html)
    const chain = editor.chain().focus()
    if (block.kind === 'template' && editor.isEmpty) chain.setContent(content).run()
    else if (block.kind === 'head') chain.insertContentAt(0, content).run()
    else if (block.kind === 'foot') chain.insertContentAt(editor.state.doc.content.size, content).run()
    else chain.insertContent(content).run()
  }

  list?.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-block]')
    if (!button) return
    button.closest('details').removeAttribute('open')
    insert(page.setup.blocks.find((block) => String(block.id) === button.dataset.block))
  })
}
