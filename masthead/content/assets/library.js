// The asset library: styles, uploads in pieces, covers of films, folders that fold.
import './library.css'
import './behaviours/cover-moment.js'
import './behaviours/fold-on-phone.js'
import './behaviours/resumable-upload.js'
