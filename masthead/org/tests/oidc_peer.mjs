// A real OpenID provider for the tests: `node oidc_peer.mjs PORT REDIRECT_URI…`. People and mischief are set over /_test/.
import http from 'node:http'
import { exportJWK, generateKeyPair, decodeJwt, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'

const [port, ...redirectUris] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const people = new Map()
let mischief = ''
const { privateKey } = await generateKeyPair('RS256', { extractable: true })
const stranger = await generateKeyPair('RS256', { extractable: true })
const jwk = { ...(await exportJWK(privateKey)), kid: 'house', alg: 'RS256', use: 'sig' }

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'masthead',
    client_secret: 'peer-secret:with+signs',
    redirect_uris: redirectUris,
    token_endpoint_auth_method: 'client_secret_basic'
  }],
  jwks: { keys: [jwk] },
  cookies: { keys: ['only-for-tests'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups', 'realm_access'] },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) })
})

// What a broken or hostile provider might hand out instead of its token.
async function forged (token) {
  const claims = decodeJwt(token)
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'RS256', kid: 'house' }
  if (mischief === 'signature') return new SignJWT(claims).setProtectedHeader(header).sign(stranger.privateKey)
  if (mischief === 'audience') claims.aud = 'somebody-else'
  if (mischief === 'azp') claims.azp = 'somebody-else'
  if (mischief === 'issuer') claims.iss = 'https://evil.example'
  if (mischief === 'expired') Object.assign(claims, { iat: now - 7200, exp: now - 3600 })
  if (mischief === 'nonce') claims.nonce = 'of-another-round'
  if (mischief === 'no-nonce') delete claims.nonce
  if (mischief === 'subject') claims.sub = 'another-person'
  if (mischief === 'unsigned') return `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${token.split('.')[1]}.`
  if (mischief === 'hmac') return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('peer-secret:with+signs'.padEnd(32, '.')))
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
}

provider.use(async (ctx, next) => {
  await next()
  if (ctx.path === '/token' && mischief && ctx.body?.id_token) ctx.body.id_token = await forged(ctx.body.id_token)
})

const own = provider.callback()
http.createServer((request, response) => {
  if (!request.url.startsWith('/_test/')) return own(request, response)
  let text = ''
  request.on('data', (piece) => { text += piece })
  request.on('end', () => {
    const order = JSON.parse(text || '{}')
    mischief = order.mischief ?? ''
    for (const [sub, claims] of Object.entries(order.people ?? {})) people.set(sub, claims)
    response.end('{"ok": true}')
  })
}).listen(Number(port), '127.0.0.1')
