// Pages of approval flows: the path as cards, the inspector, dragging a step to its place.
import './flows.css'
import './behaviours/flow-drag.js'
import './behaviours/pick-narrow.js'
