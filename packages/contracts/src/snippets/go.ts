import type { SnippetScheme, SnippetValues } from './snippet.ts'

const TIME = `	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	sent, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(sent, 0)).Abs() > 5*time.Minute {
		return false
	}`

const STANDARD = `func isGenuine(header http.Header, body []byte) bool {
${TIME}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, signature := range strings.Split(header.Get("webhook-signature"), " ") {
		if hmac.Equal([]byte(signature), []byte(expected)) {
			return true
		}
	}
	return false
}`

const SHA256 = `func isGenuine(header http.Header, body []byte) bool {
	mac := hmac.New(sha256.New, []byte(os.Getenv("WEBHOOK_SECRET")))
	mac.Write(body)
	expected := []byte("sha256=" + hex.EncodeToString(mac.Sum(nil)))
	// The second one is there while the secret is being rotated.
	return hmac.Equal([]byte(header.Get("x-webhook-signature")), expected) ||
		hmac.Equal([]byte(header.Get("x-webhook-signature-next")), expected)
}`

const ed25519 = (publicKey: string) => `const publicKey = "${publicKey}"

func isGenuine(header http.Header, body []byte) bool {
${TIME}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(publicKey, "whpk_"))
	if err != nil {
		return false
	}
	signed := append([]byte(id+"."+timestamp+"."), body...)
	for _, signature := range strings.Split(header.Get("webhook-signature"), " ") {
		value, isV1a := strings.CutPrefix(signature, "v1a,")
		given, err := base64.StdEncoding.DecodeString(value)
		if isV1a && err == nil && ed25519.Verify(ed25519.PublicKey(key), signed, given) {
			return true
		}
	}
	return false
}`

const IMPORTS: Record<SnippetScheme, string[]> = {
  standard: [
    'crypto/hmac',
    'crypto/sha256',
    'encoding/base64',
    'fmt',
    'io',
    'net/http',
    'os',
    'strconv',
    'strings',
    'time',
  ],
  sha256: ['crypto/hmac', 'crypto/sha256', 'encoding/hex', 'fmt', 'io', 'net/http', 'os'],
  ed25519: ['crypto/ed25519', 'encoding/base64', 'fmt', 'io', 'net/http', 'os', 'strconv', 'strings', 'time'],
}

/** Go, with its standard library. */
export const go = ({ scheme, publicKey }: SnippetValues) => ({
  language: 'Go',
  file: 'receiver.go',
  run: scheme === 'ed25519' ? 'go run receiver.go' : 'WEBHOOK_SECRET=whsec_… go run receiver.go',
  text: `package main

import (
${IMPORTS[scheme].map((name) => `\t"${name}"`).join('\n')}
)

${{ standard: STANDARD, sha256: SHA256, ed25519: ed25519(publicKey) }[scheme]}

func receive(response http.ResponseWriter, request *http.Request) {
	// The bytes as they came: a parser would change them.
	body, err := io.ReadAll(request.Body)
	if err != nil || !isGenuine(request.Header, body) {
		response.WriteHeader(http.StatusUnauthorized)
		return
	}
	fmt.Println(request.Header.Get("x-webhook-event"), string(body))
	response.WriteHeader(http.StatusNoContent)
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	panic(http.ListenAndServe("127.0.0.1:"+port, http.HandlerFunc(receive)))
}
`,
})
