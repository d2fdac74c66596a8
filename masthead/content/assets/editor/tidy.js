// Chinese typographic habits in one press; one step back undoes it all.
import { toast } from '../../../core/assets/behaviours/toast.js'
import { quiet } from './style.js'
import { formOf, post, why } from './talk.js'

export function bindTidy (page) {
  const { editor } = page.paper
  page.part('tidy').addEventListener('click', async () => {
    const answer = await post(page.form, page.setup.urls.draft_tidy, formOf({ html: page.paper.html() }))
    if (!answer.ok) return toast(why(answer), 'error')
    const { html, changes } = answer.data
    if (!changes) return toast(page.setup.words.tidy_nothing)
    editor.chain().focus().setContent(quiet(html), { emitUpdate: true }).run()
    toast(page.setup.words.tidied.replace('{n}', changes))
  })
}
