import type { ProviderName } from '../providers/catalogue.ts'
import { clerk } from './catalogue/clerk.ts'
import { github } from './catalogue/github.ts'
import { gitlab } from './catalogue/gitlab.ts'
import { hubspot } from './catalogue/hubspot.ts'
import { intercom } from './catalogue/intercom.ts'
import { linear } from './catalogue/linear.ts'
import { paddle } from './catalogue/paddle.ts'
import { resend } from './catalogue/resend.ts'
import { shopify } from './catalogue/shopify.ts'
import { slack } from './catalogue/slack.ts'
import { square } from './catalogue/square.ts'
import { standardWebhooks } from './catalogue/standard-webhooks.ts'
import { stripe } from './catalogue/stripe.ts'
import { twilio } from './catalogue/twilio.ts'
import { typeform } from './catalogue/typeform.ts'
import { zoom } from './catalogue/zoom.ts'
import type { ProviderSamples } from './sample.ts'

/** The samples of each provider that has some. */
export const SAMPLES: Readonly<Partial<Record<ProviderName, ProviderSamples>>> = {
  stripe,
  paddle,
  square,
  shopify,
  github,
  gitlab,
  linear,
  slack,
  twilio,
  resend,
  zoom,
  hubspot,
  typeform,
  intercom,
  clerk,
  'standard-webhooks': standardWebhooks,
  svix: standardWebhooks,
}

/** The types of a provider's samples, the most common first; empty if it has none. */
export function sampleTypesOf(provider: ProviderName): readonly string[] {
  return Object.keys(SAMPLES[provider]?.types ?? {})
}
