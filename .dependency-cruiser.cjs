/** The import law (ARCHITECTURE.md, "Layers"). Every rule is an error and runs in `npm run check`. */
const only = (name, packages, allowedIn) => ({
  name,
  comment: `${packages} may be imported only in ${allowedIn}`,
  severity: 'error',
  from: { pathNot: `${allowedIn}|^tests/` },
  to: { path: `node_modules/(${packages})(/|$)` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'core-is-pure', severity: 'error', from: { path: '^core/' }, to: { pathNot: '^core/' } },
    {
      name: 'core-lib-is-lowest',
      severity: 'error',
      from: { path: '^core/lib/' },
      to: { path: '^core/(units|wire|market|exchange)/' },
    },
    {
      name: 'core-units-above-lib',
      severity: 'error',
      from: { path: '^core/units/' },
      to: { path: '^core/(wire|market|exchange)/' },
    },
    {
      name: 'core-wire-knows-no-market',
      severity: 'error',
      from: { path: '^core/wire/' },
      to: { path: '^core/(market|exchange)/' },
    },
    {
      name: 'core-market-knows-no-exchange',
      severity: 'error',
      from: { path: '^core/market/' },
      to: { path: '^core/exchange/' },
    },
    {
      name: 'core-exchange-knows-no-wire',
      severity: 'error',
      from: { path: '^core/exchange/' },
      to: { path: '^core/wire/' },
    },
    {
      name: 'relay-imports-core-only',
      severity: 'error',
      from: { path: '^relay/' },
      to: { path: '^(app|workers|tests)/' },
    },
    {
      name: 'relay-starts-simulator-as-a-program',
      severity: 'error',
      from: { path: '^relay/', pathNot: '^relay/simulator/' },
      to: { path: '^relay/simulator/' },
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      from: { path: '^relay/simulator/' },
      to: { path: '^relay/', pathNot: '^relay/(simulator/|log\\.ts$)' },
    },
    {
      name: 'worker-rooms-apart',
      severity: 'error',
      from: { path: '^workers/([^/]+)/' },
      to: { path: '^(workers|app|relay|tests)/', pathNot: '^workers/($1|contract|lib)/' },
    },
    {
      name: 'contract-knows-core-only',
      severity: 'error',
      from: { path: '^workers/(contract|lib)/' },
      to: { path: '^(workers|app|relay|tests)/', pathNot: '^workers/(contract|lib)/' },
    },
    {
      name: 'app-knows-core-and-contract',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/boot/births\\.ts$' },
      to: { path: '^(workers|relay|tests)/', pathNot: '^workers/(contract|lib)/' },
    },
    {
      name: 'service-worker-knows-core-and-contract',
      severity: 'error',
      from: { path: '^app/service-worker/' },
      to: { path: '^(app|workers|relay|tests)/', pathNot: '^(app/service-worker|workers/contract)/' },
    },
    {
      name: 'service-worker-stands-alone',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/service-worker/' },
      to: { path: '^app/service-worker/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    only('sql-only-in-query', 'sql\\.js', '^workers/query/'),
    only('dexie-only-in-contract', 'dexie', '^(workers/(contract/database\\.ts|store/)|app/state/live\\.ts)'),
    only('servers-only-in-relay', 'express|ws|helmet|express-rate-limit|pino|prom-client', '^relay/'),
    only('screen-only-in-app', 'react|react-dom|radix-ui|sonner|lucide-react|tinykeys|d3-hierarchy', '^app/'),
    only('comlink-in-two-files', 'comlink', '^(workers/lib/serve\\.ts|app/boot/call\\.ts)$'),
    only('workbox-only-in-service-worker', 'workbox-[a-z]+', '^app/service-worker/'),
    only('uplot-only-in-charts', 'uplot', '^app/charts/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
