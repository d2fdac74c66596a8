// The video of the text: one for all accounts, chosen among those that were taken over from the library.
export function makeFilms (page) {
  const select = page.form.elements.video
  const has = (id) => [...select.options].some((option) => option.value === String(id))

  function add (film) {
    if (!has(film.id)) select.append(new Option(film.name, film.id))
    page.part('films').hidden = false
  }

  return {
    add,
    choose: (id) => { select.value = id && has(id) ? id : '' },
    chosen: () => Number(select.value) || null
  }
}
