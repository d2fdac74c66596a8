// The publishing calendar: styles, dragging to another time, and the box over the month.
import './calendar.css'
import './behaviours/calendar-move.js'
import './behaviours/calendar-today.js'
