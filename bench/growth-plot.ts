import { init } from 'echarts';
import type { Grown } from './growth.ts';

const colours: Readonly<Record<string, string>> = { 'XML-RPC': '#1a73e8', 'REST v2': '#b06000' };
const dashes: Readonly<Record<number, string>> = { 0: 'dotted', 0.01: 'dashed', 1: 'solid' };

/** Seconds of run time over rows, both in powers of ten, as an SVG that needs nothing beside it. */
export function growthPlot(grown: readonly Grown[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 520 });
  const lines = new Map<string, Grown[]>();
  for (const one of grown) {
    const name = `${one.api}, ${one.share * 100} % changed`;
    lines.set(name, [...(lines.get(name) ?? []), one]);
  }
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: 'What a sync takes',
      subtext: 'seconds of run time, over rows of the sheet',
      left: 16,
      top: 8,
    },
    legend: { bottom: 8 },
    grid: { left: 72, right: 150, top: 76, bottom: 80 },
    xAxis: { type: 'log', name: 'rows', min: 100, max: 100_000, nameGap: 8 },
    yAxis: { type: 'log', min: 1 },
    series: [
      ...[...lines].map(([name, all]) => ({
        name,
        type: 'line' as const,
        data: all.map(({ rows, cost }) => [rows, cost.ms / 1000]),
        symbolSize: 7,
        itemStyle: { color: colours[all[0]?.api ?? ''] ?? '#000000' },
        lineStyle: { type: dashes[all[0]?.share ?? 0] ?? 'solid', width: 2 },
      })),
      limit('six minutes: one execution', 360),
      limit('90 minutes: a day of triggers', 5_400),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

function limit(name: string, seconds: number) {
  return {
    type: 'line' as const,
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: '#c5221f', type: 'solid' as const, width: 1 },
      label: {
        formatter: name,
        color: '#c5221f',
        position: 'end' as const,
        width: 130,
        overflow: 'break' as const,
      },
      data: [{ yAxis: seconds }],
    },
  };
}
