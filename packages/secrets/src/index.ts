export { adminKeyTag } from './admin-key-tag.ts'
export { generateApiKey, hashApiKey, sameHash } from './api-key.ts'
export { cachingSecretBox } from './caching-secret-box.ts'
export { generatePortalSecret } from './portal-secret.ts'
export {
  createSecretBox,
  encryptionKeyId,
  keyIdOfSealed,
  type SecretBox,
  SecretBoxError,
} from './secret-box.ts'
export { generateSessionToken, isSessionToken } from './session-token.ts'
