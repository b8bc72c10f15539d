export { API_KEY_PREFIX, generateApiKey, hashApiKey, sameHash } from './api-key.ts'
export { rememberingBox } from './opened-secrets.ts'
export { createSecretBox, encryptionKeyId, type SecretBox, SecretBoxError } from './secret-box.ts'
