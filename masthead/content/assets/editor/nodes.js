// Nodes that articles of the platforms are made of and that stock editors throw away: sections, figures, pictures by digest.
import { Node, mergeAttributes } from '@tiptap/core'

const box = (name, tag, content, more = {}) => Node.create({
  name,
  group: 'block',
  content,
  defining: true,
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  ...more
})

export const Section = box('section', 'section', 'block+')
export const Figure = box('figure', 'figure', '(paragraph | figcaption)+')
export const Figcaption = box('figcaption', 'figcaption', 'inline*', { group: '' })

// `src` stays asset:SHA256 in the document; only the view knows where the picture is fetched from.
export const Picture = Node.create({
  name: 'picture',
  group: 'inline',
  inline: true,
  draggable: true,
  addOptions: () => ({ address: () => '' }),
  addAttributes: () => ({ src: { default: null }, alt: { default: null }, width: { default: null }, height: { default: null } }),
  parseHTML: () => [{ tag: 'img[src^="asset:"]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', mergeAttributes(HTMLAttributes)],
  addNodeView () {
    return ({ node }) => {
      const image = new Image()
      const show = (now) => {
        image.src = this.options.address(now.attrs.src)
        image.alt = now.attrs.alt || ''
        image.title = now.attrs.alt || ''
        image.style.cssText = now.attrs.style || ''
      }
      show(node)
      return {
        dom: image,
        update: (now) => {
          if (now.type !== node.type) return false
          show(now)
          return true
        }
      }
    }
  }
})
