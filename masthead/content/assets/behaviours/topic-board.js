// A card dragged to another column does what its menu does there: the form is sent, the link is followed. Otherwise it goes back.
import Sortable from 'sortablejs'
import { behaviour } from '../../../core/assets/behaviour.js'

behaviour('topic-board', (board) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const offered = (card) => new Set([...card.querySelectorAll('[data-to]')].map((way) => way.dataset.to))
  const mark = (card) => {
    const ways = card ? offered(card) : new Set()
    board.querySelectorAll('.board__list').forEach((list) => {
      list.classList.toggle('board__list--open', ways.has(list.dataset.state))
    })
  }
  // The card may still lie in an allowed column that it only crossed: what counts is where it was let go.
  const isOver = (list, event) => {
    const { clientX, clientY } = event?.changedTouches?.[0] || event || {}
    const there = document.elementFromPoint(clientX ?? -1, clientY ?? -1)
    return list.closest('.board__column').contains(there)
  }
  const lists = [...board.querySelectorAll('.board__list')].map((list) => new Sortable(list, {
    group: 'topics',
    sort: false,
    animation: still ? 0 : 120,
    delay: 180,
    delayOnTouchOnly: true,
    filter: '.menu',
    preventOnFilter: false,
    draggable: '.board__card',
    ghostClass: 'board__card--ghost',
    onStart: ({ item }) => mark(item),
    onMove: ({ dragged, from, to }) => from === to || offered(dragged).has(to.dataset.state),
    onEnd: ({ item, from, to, oldIndex, originalEvent }) => {
      mark(null)
      if (from === to) return
      if (!isOver(to, originalEvent)) {
        from.insertBefore(item, from.children[oldIndex] || null)
        return
      }
      const way = [...item.querySelectorAll('[data-to]')].find((one) => one.dataset.to === to.dataset.state)
      if (way?.tagName === 'FORM') way.requestSubmit()
      else if (way) location.assign(way.href)
    }
  }))
  return () => lists.forEach((list) => list.destroy())
})
