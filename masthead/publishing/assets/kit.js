import './after.css'
// The publishing kit: styles, and copying an article with its formatting.
import './kit.css'
import './behaviours/copy-rich.js'
