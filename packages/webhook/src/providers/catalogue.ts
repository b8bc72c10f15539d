import { bitbucket } from './catalogue/code/bitbucket.ts'
import { gitea } from './catalogue/code/gitea.ts'
import { github } from './catalogue/code/github.ts'
import { gitlab } from './catalogue/code/gitlab.ts'
import { jira } from './catalogue/code/jira.ts'
import { linear } from './catalogue/code/linear.ts'
import { sentry } from './catalogue/code/sentry.ts'
import { vercel } from './catalogue/code/vercel.ts'
import { apiKey } from './catalogue/generic/api-key.ts'
import { awsSns } from './catalogue/generic/aws-sns.ts'
import { basicAuth } from './catalogue/generic/basic-auth.ts'
import { genericHmac } from './catalogue/generic/hmac.ts'
import { jwt } from './catalogue/generic/jwt.ts'
import { none } from './catalogue/generic/none.ts'
import { standardWebhooks } from './catalogue/generic/standard-webhooks.ts'
import { svix } from './catalogue/generic/svix.ts'
import { discord } from './catalogue/messages/discord.ts'
import { mailgun } from './catalogue/messages/mailgun.ts'
import { meta } from './catalogue/messages/meta.ts'
import { postmark } from './catalogue/messages/postmark.ts'
import { resend } from './catalogue/messages/resend.ts'
import { sendgrid } from './catalogue/messages/sendgrid.ts'
import { slack } from './catalogue/messages/slack.ts'
import { twilio } from './catalogue/messages/twilio.ts'
import { x } from './catalogue/messages/x.ts'
import { zoom } from './catalogue/messages/zoom.ts'
import { adyen } from './catalogue/payments/adyen.ts'
import { lemonSqueezy } from './catalogue/payments/lemon-squeezy.ts'
import { paddle } from './catalogue/payments/paddle.ts'
import { paypal } from './catalogue/payments/paypal.ts'
import { plaid } from './catalogue/payments/plaid.ts'
import { razorpay } from './catalogue/payments/razorpay.ts'
import { shopify } from './catalogue/payments/shopify.ts'
import { square } from './catalogue/payments/square.ts'
import { stripe } from './catalogue/payments/stripe.ts'
import { woocommerce } from './catalogue/payments/woocommerce.ts'
import { clerk } from './catalogue/work/clerk.ts'
import { docusign } from './catalogue/work/docusign.ts'
import { hubspot } from './catalogue/work/hubspot.ts'
import { intercom } from './catalogue/work/intercom.ts'
import { openai } from './catalogue/work/openai.ts'
import { typeform } from './catalogue/work/typeform.ts'
import { zendesk } from './catalogue/work/zendesk.ts'
import type { Provider } from './provider.ts'

/** Every provider, in the order of the documentation. */
const CATALOGUE = [
  stripe,
  paddle,
  square,
  paypal,
  adyen,
  lemonSqueezy,
  razorpay,
  plaid,
  shopify,
  woocommerce,
  github,
  gitlab,
  bitbucket,
  gitea,
  linear,
  jira,
  vercel,
  sentry,
  slack,
  twilio,
  sendgrid,
  mailgun,
  postmark,
  resend,
  zoom,
  discord,
  meta,
  x,
  hubspot,
  typeform,
  zendesk,
  intercom,
  docusign,
  clerk,
  openai,
  standardWebhooks,
  svix,
  awsSns,
  genericHmac,
  apiKey,
  basicAuth,
  jwt,
  none,
] as const

/** The slug of a provider. */
export type ProviderName = (typeof CATALOGUE)[number]['name']

/** Every provider, in the order of the documentation. */
export const PROVIDERS: readonly (Provider & { readonly name: ProviderName })[] = CATALOGUE

/** The slugs of all providers. */
export const PROVIDER_NAMES: readonly ProviderName[] = CATALOGUE.map(({ name }) => name)

const BY_NAME: ReadonlyMap<string, Provider> = new Map(CATALOGUE.map((provider) => [provider.name, provider]))

/** The provider with this name. */
export function providerOf(name: ProviderName): Provider {
  const provider = BY_NAME.get(name)
  if (provider === undefined) throw new RangeError(`provider: expected one of the catalogue, got "${name}"`)
  return provider
}
