import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { DEPLOY, type Result, toolOnPath } from './tool.ts'

export const CHART = path.join(DEPLOY, 'helm/posthorn')
export const helm = toolOnPath('helm')
/** A helm built from its Go module assumes one that is older than the chart allows. */
const KUBERNETES = '1.30.0'

/** A Kubernetes object, as far as every object is the same. */
const KubernetesObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({}).optional(),
})
export type KubernetesObject = z.infer<typeof KubernetesObject>

const Container = z.strictObject({
  name: z.string(),
  image: z.string(),
  imagePullPolicy: z.string(),
  securityContext: z.looseObject({}),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })),
  args: z.array(z.string()),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.int() })).optional(),
  envFrom: z.array(z.unknown()).optional(),
  env: z.array(
    z.strictObject({
      name: z.string(),
      valueFrom: z.strictObject({
        secretKeyRef: z.strictObject({
          name: z.string(),
          key: z.string(),
          optional: z.boolean().optional(),
        }),
      }),
    }),
  ),
  startupProbe: z.looseObject({}).optional(),
  livenessProbe: z.looseObject({}).optional(),
  readinessProbe: z.looseObject({}).optional(),
  lifecycle: z.looseObject({}).optional(),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
})

/** The pods of a Deployment or a Job. A field that is not here may be a typing error. */
export const Pod = z.strictObject({
  automountServiceAccountToken: z.literal(false),
  enableServiceLinks: z.literal(false),
  securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.literal(1000) }),
  imagePullSecrets: z.array(z.strictObject({ name: z.string() })).optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(z.looseObject({})).optional(),
  topologySpreadConstraints: z.array(z.looseObject({})).optional(),
  terminationGracePeriodSeconds: z.int().optional(),
  restartPolicy: z.literal('Never').optional(),
  volumes: z.array(z.strictObject({ name: z.string(), emptyDir: z.looseObject({}) })),
  containers: z.tuple([Container]),
})
export type Pod = z.infer<typeof Pod>

/** Runs `helm template` with a file of `ci/`. */
export async function template(values: string, ...args: string[]): Promise<Result> {
  if (helm === undefined) throw new Error('helm is not on the PATH')
  const file = path.join(CHART, 'ci', `${values}-values.yaml`)
  return helm('template', 'hooks', CHART, '--kube-version', KUBERNETES, '--values', file, ...args)
}

/** The objects of the chart. */
export async function render(values: string, ...args: string[]): Promise<KubernetesObject[]> {
  const { code, output } = await template(values, ...args)
  if (code !== 0) throw new Error(output)
  return parseAllDocuments(output)
    .map((document) => document.toJS() as unknown)
    .filter((object) => object !== null)
    .map((object) => KubernetesObject.parse(object))
}

/** The pod of an object that has one. */
export function podOf({ spec }: KubernetesObject): Pod {
  return z.looseObject({ template: z.looseObject({ spec: Pod }) }).parse(spec).template.spec
}
