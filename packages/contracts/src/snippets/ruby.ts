import type { SnippetValues } from './snippet.ts'

const STANDARD = `  id, timestamp = env["HTTP_WEBHOOK_ID"], env["HTTP_WEBHOOK_TIMESTAMP"].to_i
  return false if (Time.now.to_i - timestamp).abs > 300

  key = Base64.decode64(ENV.fetch("WEBHOOK_SECRET").delete_prefix("whsec_"))
  expected = "v1," + Base64.strict_encode64(OpenSSL::HMAC.digest("SHA256", key, "#{id}.#{timestamp}.#{body}"))
  env["HTTP_WEBHOOK_SIGNATURE"].to_s.split(" ").any? { |given| Rack::Utils.secure_compare(given, expected) }`

const SHA256 = `  expected = "sha256=" + OpenSSL::HMAC.hexdigest("SHA256", ENV.fetch("WEBHOOK_SECRET"), body)
  # The second one is there while the secret is being rotated.
  [env["HTTP_X_WEBHOOK_SIGNATURE"], env["HTTP_X_WEBHOOK_SIGNATURE_NEXT"]].compact
    .any? { |given| Rack::Utils.secure_compare(given, expected) }`

/** Ruby, as a Rack application; Rails and Sinatra run on Rack. */
export const ruby = ({ scheme }: SnippetValues) =>
  scheme === 'ed25519'
    ? undefined
    : {
        language: 'Ruby',
        file: 'config.ru',
        run: 'WEBHOOK_SECRET=whsec_… rackup -p 3000',
        text: `require "base64"
require "json"
require "openssl"

def genuine?(env, body)
${scheme === 'standard' ? STANDARD : SHA256}
end

run lambda { |env|
  # The bytes as they came: a parser would change them.
  body = env["rack.input"].read
  next [401, {}, []] unless genuine?(env, body)

  puts env["HTTP_X_WEBHOOK_EVENT"], JSON.parse(body)
  [204, {}, []]
}
`,
      }
