// Pages of topics, drafts and reviews: styles, and frames that grow with their article.
import './content.css'
import './claims.css'
import './planning.css'
import './hall.css'
import './behaviours/fit-frame.js'
import './behaviours/keep-words.js'
import './behaviours/topic-board.js'
