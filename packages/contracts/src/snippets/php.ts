import type { SnippetScheme, SnippetValues } from './snippet.ts'

const READ = `    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $signatures = explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '');`

const STANDARD = `${READ}
    $key = base64_decode(substr(getenv('WEBHOOK_SECRET'), strlen('whsec_')));
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach ($signatures as $given) {
        if (hash_equals($expected, $given)) {
            return true;
        }
    }
    return false;`

const SHA256 = `    $expected = 'sha256=' . hash_hmac('sha256', $body, getenv('WEBHOOK_SECRET'));
    // The second one is there while the secret is being rotated.
    return hash_equals($expected, $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? '')
        || hash_equals($expected, $_SERVER['HTTP_X_WEBHOOK_SIGNATURE_NEXT'] ?? '');`

const ed25519 = (publicKey: string) => `${READ}
    $key = base64_decode(substr('${publicKey}', strlen('whpk_')));
    foreach ($signatures as $signature) {
        [$version, $value] = explode(',', $signature, 2) + ['', ''];
        $given = base64_decode($value);
        if ($version === 'v1a' && strlen($given) === SODIUM_CRYPTO_SIGN_BYTES
            && sodium_crypto_sign_verify_detached($given, "$id.$timestamp.$body", $key)) {
            return true;
        }
    }
    return false;`

const bodyOf = (scheme: SnippetScheme, publicKey: string) =>
  ({ standard: STANDARD, sha256: SHA256, ed25519: ed25519(publicKey) })[scheme]

/** PHP, without any package. */
export const php = ({ scheme, publicKey }: SnippetValues) => ({
  language: 'PHP',
  file: 'receiver.php',
  run: `${scheme === 'ed25519' ? '' : 'WEBHOOK_SECRET=whsec_… '}php -S 127.0.0.1:3000 receiver.php`,
  text: `<?php

function isGenuine(string $body): bool
{
${bodyOf(scheme, publicKey)}
}

// The bytes as they came: a parser would change them.
$body = file_get_contents('php://input');
if (!isGenuine($body)) {
    http_response_code(401);
    exit;
}
error_log($_SERVER['HTTP_X_WEBHOOK_EVENT'] . ' ' . $body);
http_response_code(204);
`,
})
