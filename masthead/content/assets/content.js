// Pages of topics, drafts and reviews: styles, and frames that grow with their article.
import './content.css'
import './behaviours/fit-frame.js'
