import type { SnippetValues } from './snippet.ts'

const STANDARD = `KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def is_genuine(headers, body):
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(signature, "v1," + expected) for signature in given)`

const SHA256 = `SECRET = os.environ["WEBHOOK_SECRET"].encode()


def is_genuine(headers, body):
    expected = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    # The second one is there while the secret is being rotated.
    names = ("x-webhook-signature", "x-webhook-signature-next")
    return any(hmac.compare_digest(headers.get(name, ""), expected) for name in names)`

/** Python, with its standard library. */
export const python = ({ scheme }: SnippetValues) => {
  if (scheme === 'ed25519') return undefined
  const modules =
    scheme === 'standard'
      ? ['base64', 'hashlib', 'hmac', 'json', 'os', 'time']
      : ['hashlib', 'hmac', 'json', 'os']
  return {
    language: 'Python',
    file: 'receiver.py',
    run: 'WEBHOOK_SECRET=whsec_… python3 receiver.py',
    text: `${modules.map((name) => `import ${name}`).join('\n')}
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

${scheme === 'standard' ? STANDARD : SHA256}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        # The bytes as they came: a parser would change them.
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(self.headers, body)
        if genuine:
            print(self.headers["x-webhook-event"], json.loads(body), flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Receiver).serve_forever()
`,
  }
}
