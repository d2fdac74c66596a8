// An element in one line.
export function make (tag, className = '', properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  if (className) element.className = className
  element.append(...children)
  return element
}
