// Pages of review: the marked text, remarks on selected words, keys.
import './content.css'
import './review.css'
import './claims.css'
import './behaviours/fit-frame.js'
import './review/marked.js'
import './review/remark.js'
import './review/keys.js'
