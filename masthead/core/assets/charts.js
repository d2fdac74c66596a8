// Charts: ECharts with only the parts we use, drawn in the page's own colours and font, drawn again when the theme changes.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, MarkLineComponent, CanvasRenderer])

function token (name) {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

const short = (value) => {
  if (document.documentElement.lang.startsWith('zh')) {
    if (Math.abs(value) >= 1e8) return `${+(value / 1e8).toFixed(1)}亿`
    if (Math.abs(value) >= 1e4) return `${+(value / 1e4).toFixed(1)}万`
  }
  return value.toLocaleString()
}

function series (data, colours) {
  return data.series.map((one, index) => ({
    name: one.name,
    type: one.kind || data.kind || 'line',
    data: one.data,
    stack: data.stacked ? 'all' : undefined,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: one.data.length < 32,
    barMaxWidth: 28,
    lineStyle: { width: 2, type: one.dashed ? 'dashed' : 'solid' },
    itemStyle: { color: colours[index % colours.length], borderRadius: data.stacked ? 0 : [3, 3, 0, 0] },
    markLine: one.target && { silent: true, symbol: 'none', data: [{ yAxis: one.target }], lineStyle: { type: 'dashed' } }
  }))
}

function options (data, font) {
  const [ink, faint, line, paper] = ['--ink', '--ink-3', '--line', '--raised'].map(token)
  const colours = [1, 2, 3, 4, 5, 6].map((n) => token(`--chart-${n}`))
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const values = { type: 'value', axisLabel: { color: faint, formatter: short }, splitLine: { lineStyle: { color: line } } }
  const names = { type: 'category', data: data.categories, axisLabel: { color: faint }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } }
  return {
    animation: !still,
    animationDuration: 150,
    textStyle: { fontFamily: font, fontSize: 12, color: ink },
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 36 : 24, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, right: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: { color: ink } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText', // the HTML kind writes style attributes
      backgroundColor: paper,
      borderColor: line,
      textStyle: { color: ink, fontFamily: font, fontSize: 12 },
      valueFormatter: (value) => (value == null ? '—' : `${value.toLocaleString()}${data.unit ? ` ${data.unit}` : ''}`)
    },
    xAxis: data.horizontal ? values : names,
    yAxis: data.horizontal ? { ...names, inverse: true } : { ...values, name: data.unit, nameTextStyle: { color: faint, align: 'right' } },
    series: series(data, colours)
  }
}

export async function draw (element) {
  const data = JSON.parse(document.getElementById(element.dataset.chartSrc).textContent)
  const font = getComputedStyle(document.body).fontFamily
  const words = [...data.categories, ...data.series.map((one) => one.name), data.unit].join('')
  await document.fonts.load(`12px ${font}`, words) // canvas draws before a web font arrives
  const chart = init(element)
  const paint = () => chart.setOption(options(data, font), true)
  paint()
  document.addEventListener('theme:changed', paint)
  new ResizeObserver(() => chart.isDisposed() || chart.resize()).observe(element)
  return chart
}
