// Watching the engine and one publication: the drawing of lateness, the life cycle's steps, the log.
import './watch.css'
