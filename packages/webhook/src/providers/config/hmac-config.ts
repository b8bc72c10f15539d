import { z } from 'zod'
import { InvalidTemplateError, parseTemplate } from '../schemes/content-template.ts'
import { HMAC_ALGORITHMS, SIGNATURE_ENCODINGS } from '../schemes/encodings.ts'
import { headerName, messageConfig } from './message-config.ts'

const label = z.string().regex(/^[!-<>-~]{1,32}$/, 'expected 1 to 32 visible ASCII characters without "="')

/** Config of the provider `hmac`. */
export const hmacConfig = z
  .strictObject({
    header: headerName.meta({ title: 'Header with the signature' }),
    algorithm: z.enum(HMAC_ALGORITHMS).default('sha256').meta({ title: 'Hash function' }),
    encoding: z.enum(SIGNATURE_ENCODINGS).default('hex').meta({ title: 'Encoding of the signature' }),
    prefix: z.string().max(64).default('').meta({
      title: 'Text before the signature',
      description: 'Such as `sha256=`',
    }),
    separator: z.enum([',', ';', ' ']).optional().meta({
      title: 'Separator of a list',
      description: 'If the header is a list of labelled values, such as `t=1,v1=a,v1=b`',
    }),
    signatureLabel: label.optional().meta({
      title: 'Label of a signature in the list',
      description: 'Such as `v1`. Required with a separator',
    }),
    timestampLabel: label.optional().meta({
      title: 'Label of the time in the list',
      description: 'Such as `t`',
    }),
    timestampHeader: headerName.optional().meta({ title: 'Header with the signed time' }),
    timestampUnit: z.enum(['seconds', 'milliseconds', 'iso']).default('seconds').meta({
      title: 'Unit of the time',
      description: 'Unix seconds, unix milliseconds, or RFC 3339 text',
    }),
    signedIdHeader: headerName.optional().meta({
      title: 'Header with the signed id',
      description: 'Fills `{id}` in the signed content, and becomes the id of the event',
    }),
    signedContent: z
      .string()
      .max(256)
      .superRefine((text, context) => {
        try {
          parseTemplate(text)
        } catch (error) {
          if (!(error instanceof InvalidTemplateError)) throw error
          context.addIssue({ code: 'custom', message: error.message })
        }
      })
      .default('{body}')
      .meta({
        title: 'Signed content',
        description:
          'Text with `{body}` once, and if signed `{timestamp}`, `{id}`, `{url}` and `{method}`: `{timestamp}.{body}`',
      }),
    secretEncoding: z.enum(['text', 'hex', 'base64']).default('text').meta({
      title: 'Encoding of the secret',
      description: 'What the key is: the secret as text, or the bytes that it encodes',
    }),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .meta({
        title: 'Public URL',
        description: 'The URL that the sender signs. Default: the `ingestUrl` of the source',
      }),
    ...messageConfig,
  })
  .superRefine((config, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const { separator, signatureLabel, timestampLabel, timestampHeader, signedIdHeader, signedContent } =
      config
    if (separator !== undefined && signatureLabel === undefined) {
      issue('signatureLabel', 'expected the label of a signature in the list')
    }
    if (separator === undefined && (signatureLabel ?? timestampLabel) !== undefined) {
      issue('separator', 'expected the separator of the list')
    }
    const hasTime = (timestampHeader ?? timestampLabel) !== undefined
    if (hasTime !== signedContent.includes('{timestamp}')) {
      issue('signedContent', 'expected {timestamp} exactly if timestampHeader or timestampLabel is set')
    }
    if ((signedIdHeader !== undefined) !== signedContent.includes('{id}')) {
      issue('signedContent', 'expected {id} exactly if signedIdHeader is set')
    }
  })

/** The values of {@link hmacConfig}. */
export type HmacConfig = z.output<typeof hmacConfig>
