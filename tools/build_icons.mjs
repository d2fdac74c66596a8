// Picks the icons that masthead/core/assets/icons.txt names and writes them as one sprite: build/static/icons.svg.
// A line is `name`, or `name = other` where the drawing has another name in the set; # starts a comment.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const list = 'masthead/core/assets/icons.txt'
const target = 'build/static/icons.svg'
const drawings = 'node_modules/@tabler/icons/icons'

function drawing (name) {
  const [, style = 'outline', plain] = name.match(/^(filled|outline)?\/?(.+)$/)
  const file = join(drawings, style, `${plain}.svg`)
  if (!existsSync(file)) throw new Error(`${list}: there is no icon «${name}» in @tabler/icons (${file})`)
  return { style, svg: readFileSync(file, 'utf8') }
}

function symbol (line) {
  const [id, other] = line.split('=').map((word) => word.trim())
  const { style, svg } = drawing(other || id)
  const shapes = svg
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/g, '')
    .replace(/\s*\n\s*/g, '')
  const look = style === 'filled'
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${id}" viewBox="0 0 24 24" ${look}>${shapes}</symbol>`
}

const lines = existsSync(list)
  ? readFileSync(list, 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean)
  : []
const unique = [...new Set(lines)].sort()
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">${unique.map(symbol).join('')}</svg>\n`)
console.log(`${target}: ${unique.length} icons`)
