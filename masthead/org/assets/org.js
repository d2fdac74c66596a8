// Pages of the organisation: styles, and the tree of departments by keyboard.
import './org.css'
import './behaviours/tree-keys.js'
