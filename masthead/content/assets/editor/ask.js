// One question at a time: the address of a link, the words for a picture.
const QUESTIONS = {
  link: {
    now: (editor) => editor.getAttributes('link').href || '',
    ok: (chain, value) => (value ? chain.extendMarkRange('link').setLink({ href: value }) : chain.extendMarkRange('link').unsetLink()),
    remove: (chain) => chain.extendMarkRange('link').unsetLink()
  },
  alt: {
    now: (editor) => editor.getAttributes('picture').alt || '',
    ok: (chain, value) => chain.updateAttributes('picture', { alt: value }),
    remove: (chain) => chain
  }
}

export function ask (editor, name) {
  const question = QUESTIONS[name]
  const dialog = document.getElementById(`ask-${name}`)
  const input = dialog.querySelector('input')
  input.value = question.now(editor)
  dialog.returnValue = 'cancel'
  dialog.addEventListener('close', () => {
    const chain = editor.chain().focus()
    const value = input.value.trim()
    if (dialog.returnValue === 'ok') question.ok(chain, name === 'link' && value && !/^\w+:/.test(value) ? `https://${value}` : value).run()
    else if (dialog.returnValue === 'remove') question.remove(chain).run()
  }, { once: true })
  dialog.showModal()
  input.select()
}
