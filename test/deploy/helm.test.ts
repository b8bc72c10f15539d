import { existsSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { alerts, RULES_FILE } from '../metrics/monitoring-files.ts'
import { CHART, helm, type KubernetesObject, podOf, render, template } from './rendered-chart.ts'
import { TOOL_MS_MAX } from './tool.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const SERVICES = ['api', 'ingest', 'worker']
/** Of Docker Compose and of the chart alike: the service itself, and the pause before its signal. */
const STOP_SECONDS = 28 + 5

describe('the chart', () => {
  it('has the alert rules that Prometheus reads without Kubernetes', () => {
    expect(realpathSync(RULES_FILE)).toBe(path.join(CHART, 'files/alerts.yml'))
  })

  it('has the version of Posthorn', () => {
    const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(read('package.json')))
    expect(parse(readFileSync(path.join(CHART, 'Chart.yaml'), 'utf8'))).toMatchObject({
      version,
      appVersion: version,
    })
  })

  it('accepts the variables that .env.example explains, without those of the chart itself', () => {
    const Schema = z.looseObject({
      properties: z.looseObject({ config: z.looseObject({ properties: z.looseObject({}) }) }),
    })
    const schema = Schema.parse(JSON.parse(readFileSync(path.join(CHART, 'values.schema.json'), 'utf8')))
    const [services = ''] = read('.env.example').split('# --- npm start only')
    const explained = [...services.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = '']) => name)
    const ofChart =
      /^(?:DATABASE_URL|DATABASE_REPLICA_URL|REDIS_URL|OTEL_EXPORTER_OTLP_HEADERS|POSTHORN_\w+|EGRESS_PROXY_URL|\w+_PORT|HOST)$/
    expect(Object.keys(schema.properties.config.properties).toSorted()).toEqual(
      explained.filter((name) => !ofChart.test(name)).toSorted(),
    )
  })
})

describe.skipIf(helm === undefined)('helm', { timeout: TOOL_MS_MAX }, () => {
  it.each(['default', 'everything'])('lints the chart with the %s values', async (values) => {
    const file = path.join(CHART, 'ci', `${values}-values.yaml`)
    expect(await helm?.('lint', '--strict', '--values', file, CHART)).toMatchObject({ code: 0 })
  })

  it.each([
    ['no secret is named', ['--set', 'existingSecret='], 'existingSecret'],
    ['a value is unknown', ['--set', 'worker.replica=2'], 'replica'],
    ['a variable is unknown', ['--set', 'config.LOG_LEVLE=info'], 'LOG_LEVLE'],
    ['the worker could not reach its stores', ['--set', 'networkPolicy.stores=null'], 'stores'],
  ])('refuses to render when %s', async (_what, args, named) => {
    const { code, output } = await template('default', ...args)
    expect([code === 0, output]).toEqual([false, expect.stringContaining(named)])
  })

  describe.each(['default', 'everything'])('with the %s values, renders', (values) => {
    let objects: KubernetesObject[]
    beforeAll(async () => {
      objects = await render(values)
    })
    const ofKind = (wanted: string) => objects.filter(({ kind }) => kind === wanted)
    const pods = () => [...ofKind('Deployment'), ...ofKind('Job')].map(podOf)

    it('three deployments, each with a service and a disruption budget, and no database', () => {
      const names = SERVICES.map((service) => `hooks-posthorn-${service}`)
      for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget']) {
        expect(ofKind(kind).map(({ metadata }) => metadata.name)).toEqual(names)
      }
      expect(ofKind('StatefulSet')).toEqual([])
    })

    it('pods that run programs of the image, not as root, on a file system that is read-only', () => {
      expect(pods()).toHaveLength(4)
      for (const { containers } of pods()) {
        const [{ args, securityContext, env }] = containers
        expect(existsSync(path.join(ROOT, args[0] ?? ''))).toBe(true)
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
        expect(env.map(({ name }) => name)).toContain('DATABASE_URL')
        expect(new Set(env.map(({ valueFrom }) => valueFrom.secretKeyRef.name))).toEqual(
          new Set(['posthorn']),
        )
      }
    })

    it('probes, and more time to stop than a service takes', () => {
      for (const deployment of ofKind('Deployment')) {
        const { containers, terminationGracePeriodSeconds } = podOf(deployment)
        const [{ livenessProbe, readinessProbe }] = containers
        expect(livenessProbe).toMatchObject({ httpGet: { path: '/healthz', port: 'http' } })
        expect(readinessProbe).toMatchObject({
          httpGet: { path: expect.stringMatching(/^\/(?:readyz|healthz)$/), port: 'http' },
        })
        expect(terminationGracePeriodSeconds).toBeGreaterThan(STOP_SECONDS)
      }
    })

    it('migrations that end before the new pods start, and need nothing of the chart but the secret', () => {
      const [job] = ofKind('Job')
      expect(job?.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade')
      expect(job && podOf(job).containers[0].envFrom).toBeUndefined()
    })

    it('a policy for what the worker reaches: DNS, the stores and public addresses', () => {
      const [policy] = ofKind('NetworkPolicy')
      expect(policy?.spec).toMatchObject({
        policyTypes: ['Egress'],
        podSelector: { matchLabels: { 'app.kubernetes.io/component': 'worker' } },
        egress: [
          { ports: [{ port: 53 }, { port: 53 }] },
          { to: [{ ipBlock: { cidr: '10.0.5.0/24' } }] },
          { to: [{ ipBlock: { except: expect.arrayContaining(['10.0.0.0/8']) } }, { ipBlock: {} }] },
        ],
      })
    })
  })

  it('renders what is optional only when it is enabled', async () => {
    const kinds = async (values: string) => new Set((await render(values)).map(({ kind }) => kind))
    const optional = ['HorizontalPodAutoscaler', 'ServiceMonitor', 'PrometheusRule']
    const [least, all] = [await kinds('default'), await kinds('everything')]
    expect(optional.filter((kind) => least.has(kind))).toEqual([])
    expect(optional.filter((kind) => !all.has(kind))).toEqual([])
  })

  it('leaves the number of pods to the autoscaler', async () => {
    const replicas = async (values: string) =>
      (await render(values)).filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec?.['replicas'])
    expect(await replicas('default')).toEqual([2, 2, 2])
    expect(await replicas('everything')).toEqual([undefined, undefined, undefined])
  })

  it('renders the alert rules unchanged, with links to the runbook of the installation', async () => {
    const [rule] = (await render('everything')).filter(({ kind }) => kind === 'PrometheusRule')
    const linked = alerts().map(({ annotations, ...alert }) => ({
      ...alert,
      annotations: {
        ...annotations,
        runbook_url: annotations.runbook_url.replace(
          'docs/operating.md',
          'https://runbooks.example.com/posthorn',
        ),
      },
    }))
    expect(rule?.spec).toEqual({ groups: [{ name: 'posthorn', rules: linked }] })
  })
})
