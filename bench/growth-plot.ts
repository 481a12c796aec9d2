/** Draws the plot of docs/performance.md from the measured points. */
import { init } from 'echarts';
import type { BenchApi, Cost } from './sync-world.ts';

/** What one sync of a sheet of this size cost. */
export interface GrowthPoint {
  readonly api: BenchApi;
  readonly rows: number;
  /** The share of the rows that changed, from 0 to 1. */
  readonly share: number;
  readonly cost: Cost;
}

const colours: Readonly<Record<string, string>> = { 'XML-RPC': '#1a73e8', 'REST v2': '#b06000' };
const dashes: Readonly<Record<number, string>> = { 0: 'dotted', 0.01: 'dashed', 1: 'solid' };

/** A self-contained SVG: seconds of run time against rows, both axes logarithmic. */
export function growthPlot(points: readonly GrowthPoint[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 520 });
  const lines = new Map<string, GrowthPoint[]>();
  for (const one of points) {
    const name = `${one.api}, ${one.share * 100} % changed`;
    lines.set(name, [...(lines.get(name) ?? []), one]);
  }
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: 'Run time of a sync',
      subtext: 'seconds of run time against rows in the sheet',
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
      limitLine('6 minutes: one execution', 360),
      limitLine('90 minutes: triggers per day', 5_400),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

function limitLine(name: string, seconds: number) {
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
